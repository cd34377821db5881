package org.hallkiosk.core.journal;

/** A write that may not happen; nothing was changed for it. */
final class RefusedWrite extends Exception {
    private static final long serialVersionUID = 1L;

    private final Outcome.Reason reason;
    private final String text;

    RefusedWrite(Outcome.Reason reason, String text) {
        super(text);
        this.reason = reason;
        this.text = text;
    }

    Outcome.Refused outcome() {
        return new Outcome.Refused(reason, text);
    }
}
