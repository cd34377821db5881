package org.hallkiosk.hal.spi;

import org.hallkiosk.hal.link.LinkEnd;

/**
 * A driver's hold on a link of its own. The runtime opens the link, and opens it again after each
 * loss with growing pauses; the first failure and every later one take the same path.
 *
 * <p>All methods are called on the device's strand and none blocks; the handler is called there.
 */
public interface Port {

    /** Begins to want a connection. The handler of an earlier attachment hears nothing any more. */
    void attach(Handler handler);

    /** Gives the link back. The handler hears nothing any more. */
    void detach();

    /** Queues bytes, in order; dropped when there is no connection. */
    void send(byte[] bytes);

    /** Bytes given to {@link #send} on this connection that have not yet left. */
    int unsent();

    /**
     * Ends the connection because the driver judges it dead; the handler hears {@link
     * Handler#disconnected} and a new attempt follows.
     *
     * @param why the kind of death
     * @param detail what happened, for the trace
     */
    void drop(LinkEnd.Reason why, String detail);

    /** What happens on the link. */
    interface Handler {
        /** A new attempt begins. */
        void connecting();

        /** Bytes flow; the device's state is unknown and must be asked. */
        void connected();

        /** Bytes came in, split anywhere. */
        void received(byte[] bytes);

        /** Everything sent so far has left this computer. */
        void drained();

        /** The connection is lost or could not be made; the runtime tries again by itself. */
        void disconnected(LinkEnd end);
    }
}
