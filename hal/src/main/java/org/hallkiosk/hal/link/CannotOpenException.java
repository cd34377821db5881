package org.hallkiosk.hal.link;

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

    LinkEnd end(LinkAddress address) {
        return new LinkEnd(reason, address, detail);
    }
}
