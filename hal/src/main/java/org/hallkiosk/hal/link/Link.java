package org.hallkiosk.hal.link;

/**
 * One connection over a byte link: it is opened once, carries bytes both ways, and ends once. After
 * that it is dead; whoever wants to go on opens another. So no callback of an old connection can be
 * taken for one of a new.
 *
 * <p>Every method may be called from any thread and none blocks. Everything a link tells, it tells
 * its {@link Listener} on the strand that it was opened with.
 */
public interface Link {

    /**
     * Queues bytes for sending, in order. Bytes given before {@link Listener#opened} or after the
     * end are dropped; with more than {@link Links#MOST_UNSENT} waiting the link ends as failed.
     * The array must not be changed afterwards.
     */
    void write(byte[] bytes);

    /** How many bytes have been given to {@link #write} and not yet to the operating system. */
    int unsent();

    /**
     * Ends the connection at once; bytes not yet sent are dropped. The listener hears {@link
     * Listener#closed} once, whoever ended it, and nothing else after this call. Safe to call
     * again.
     */
    void close();

    /** What a link tells. Never called before {@link Links#open} has returned. */
    interface Listener {
        /**
         * Bytes flow from now on. Called at most once, before anything else but {@link #closed}.
         */
        void opened();

        /** Bytes came in, in order, split wherever the wire happened to split them. */
        void received(byte[] bytes);

        /** All bytes written so far have been given to the operating system. */
        default void drained() {}

        /** The connection has ended or never came about; nothing is told after this. */
        void closed(LinkEnd end);
    }
}
