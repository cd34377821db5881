package org.hallkiosk.hal.link;

/** A link could not be opened, and why. */
final class CannotOpenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient LinkEnd end;

    CannotOpenException(LinkEnd.Reason reason, String detail) {
        super(detail);
        this.end = new LinkEnd(reason, detail);
    }

    LinkEnd end() {
        return end;
    }
}
