package org.hallkiosk.core.port.screen;

import java.util.Locale;

/** What a citizen does on a dispenser's screen. */
public sealed interface DispenserAction {

    /** A category was touched. */
    record Take(String category) implements DispenserAction {}

    /** Back to the choice: the ticket is taken, or the sentence is read. */
    record Back() implements DispenserAction {}

    /** Another language. */
    record Language(Locale language) implements DispenserAction {}

    /** Large type on or off. */
    record LargeType(boolean on) implements DispenserAction {}
}
