package org.hallkiosk.hal.link;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is different between the real links: how each is opened, read, written and let go. The
 * methods block and are called by the threads of a {@link ThreadLink}; {@link #wake} by any thread.
 */
interface Wire {

    /** Opens it. Called once, before anything but {@link #wake}. */
    void open() throws CannotOpenException;

    /**
     * Waits for bytes.
     *
     * @return at least one byte, or null when the other side has gone or the wire was woken
     */
    byte @Nullable [] read() throws IOException;

    /** Gives all the bytes to the operating system, or returns early when the wire was woken. */
    void write(byte[] bytes) throws IOException;

    /** Lets every other method return soon, now and from now on. Never blocks. Safe to repeat. */
    void wake();

    /** Releases what it holds. Called once, when no other call is under way. */
    void release();
}
