package org.hallkiosk.core.role.dispenser;

import java.util.OptionalInt;
import java.util.UUID;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;

/** How a take goes on; each news replaces the one before. */
public sealed interface Taking {

    /** The hall has been asked, or the number is being made durable. */
    record Asking() implements Taking {}

    /**
     * There is a number.
     *
     * @param ahead how many wait before it; absent when it was issued offline
     * @param proof how far the paper is proved; {@code null}-free: SENT at least once printing
     *     began
     * @param last whether nothing more will be known of the paper
     * @param offline whether the dispenser issued it alone
     */
    record Issued(
            String ticket,
            UUID ticketId,
            OptionalInt ahead,
            ProofLevel proof,
            boolean last,
            boolean offline)
            implements Taking {}

    /** The hall refused it. */
    record Refused(Refusal refusal) implements Taking {}

    /** No ticket can be given here and now. */
    record Impossible(Reason reason) implements Taking {}

    /** Why no ticket can be given. */
    enum Reason {
        /** The printer is gone, open or out of paper. */
        PRINTER,
        /** The hall cannot be reached and no leased number is left. */
        NO_NUMBERS,
        /** The dispenser's own disk refuses. */
        DISK,
        /** The hall cannot be reached, and it alone knows the bookings. */
        NO_BOOKINGS,
        /** What was held before the scanner is no code that can be read. */
        UNREADABLE_CODE
    }

    /** Whether nothing follows any more. */
    default boolean over() {
        return switch (this) {
            case Asking asking -> false;
            case Issued issued -> issued.last();
            case Refused refused -> true;
            case Impossible impossible -> true;
        };
    }
}
