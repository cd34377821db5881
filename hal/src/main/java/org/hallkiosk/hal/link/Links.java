package org.hallkiosk.hal.link;

import org.hallkiosk.hal.time.Strand;

/** All the links of one process, or of one test: the place where they are opened. */
public interface Links extends AutoCloseable {

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
     * Starts to open a link; returns at once. The listener hears {@link Link.Listener#opened} or
     * {@link Link.Listener#closed} on the strand.
     *
     * @throws IllegalArgumentException when the scheme or an option is unknown or the target is
     *     malformed; the message lists what is known
     */
    Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener);

    /** Closes every open link and releases what they held: ports, pseudo-terminals, threads. */
    @Override
    void close();
}
