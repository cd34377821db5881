package org.hallkiosk.hal.link;

import org.hallkiosk.hal.time.Strand;

/** All the links of one process, or of one test: the place where they are opened. */
public interface Links extends AutoCloseable {

    /** Bytes that may wait on one link to be sent; with more it ends as STALLED: 4 MiB. */
    int MOST_UNSENT = 4 << 20;

    /**
     * Which side of a link an opener wants to be. Only a loop and a pseudo-terminal tell them
     * apart.
     */
    enum Side {
        /** The computer's side: a driver. */
        HOST,
        /** The peripheral's side: an emulator. */
        DEVICE
    }

    /**
     * Starts to open a link; called on the strand, returns at once. The listener hears {@link
     * Link.Listener#opened} or {@link Link.Listener#closed} on the strand, later.
     *
     * @throws IllegalArgumentException when these links have no such scheme
     */
    Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener);

    /** Closes every open link and releases what they held: ports, pseudo-terminals, threads. */
    @Override
    void close();
}
