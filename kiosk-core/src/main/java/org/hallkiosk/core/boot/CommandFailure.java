package org.hallkiosk.core.boot;

/**
 * A command cannot do its work; the message is the sentence that the person at the keyboard reads.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the process exits with. */
    static final int EXIT_CODE = 2;

    /** Tells what is wrong, where, and what to do. */
    public CommandFailure(String message) {
        super(message);
    }
}
