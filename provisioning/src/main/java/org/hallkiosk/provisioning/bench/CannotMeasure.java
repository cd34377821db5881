package org.hallkiosk.provisioning.bench;

/** Something that a benchmark needs is missing on this computer; the message says what. */
public final class CannotMeasure extends Exception {

    private static final long serialVersionUID = 1L;

    CannotMeasure(String message) {
        super(message);
    }
}
