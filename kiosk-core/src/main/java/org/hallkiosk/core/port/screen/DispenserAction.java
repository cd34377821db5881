package org.hallkiosk.core.port.screen;

import java.util.Locale;
import org.hallkiosk.core.domain.Priority;

/** What a citizen does on a dispenser's screen. */
public sealed interface DispenserAction {

    /** A category was touched. */
    record Take(String category) implements DispenserAction {}

    /** An area was touched. */
    record Area(String id) implements DispenserAction {}

    /** Another page of what may be touched. */
    record Turn(int page) implements DispenserAction {}

    /** Somebody wants to be called before others (优先), or no longer. */
    record AskPriority() implements DispenserAction {}

    /** The reason for it was touched; {@link Priority#NONE} for an ordinary ticket. */
    record Choose(Priority priority) implements DispenserAction {}

    /**
     * Back to the choice: the ticket is taken, the sentence is read, or it is another area or none
     * of the priorities.
     */
    record Back() implements DispenserAction {}

    /** Another language. */
    record Language(Locale language) implements DispenserAction {}

    /** Large type on or off. */
    record LargeType(boolean on) implements DispenserAction {}
}
