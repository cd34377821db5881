package org.hallkiosk.hal.link;

import org.hallkiosk.hal.link.Posix.PosixException;

/** A link could not be opened: what kind of end that is, and in the message what happened. */
final class CannotOpenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final LinkEnd.Reason reason;
    private final String detail;

    CannotOpenException(LinkEnd.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
        this.detail = detail;
    }

    /** The system said why. */
    CannotOpenException(LinkAddress address, PosixException cause) {
        this(
                Posix.whyNotOpened(cause.errno()),
                address + " cannot be opened: " + cause.getMessage() + ".");
    }

    LinkEnd end(LinkAddress address) {
        return new LinkEnd(reason, address, detail);
    }
}
