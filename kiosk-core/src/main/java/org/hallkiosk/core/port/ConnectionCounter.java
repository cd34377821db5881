package org.hallkiosk.core.port;

/** Numbers an identity's connections, so that an old will is never taken for news. */
public interface ConnectionCounter {

    /**
     * Raises the number and makes it durable before it returns; may block for one disk sync. Called
     * on a thread of the bus, never twice at the same time.
     *
     * @throws java.io.UncheckedIOException when it could not be made durable; then no connection
     *     may use it
     */
    long next();
}
