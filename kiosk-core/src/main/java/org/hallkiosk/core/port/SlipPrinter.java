package org.hallkiosk.core.port;

import org.hallkiosk.core.domain.ProofLevel;

/** Prints tickets (号票) for a role. Lives on the role's strand; nothing blocks. */
public interface SlipPrinter {

    /**
     * Prints a ticket after those given before. One that cannot be started fails at once, so that
     * it never comes out when nobody waits for it any more.
     */
    void print(TicketSlip slip, Progress progress);

    /** Prints a page that shows a technician what this printer does: text, sizes, QR code, cut. */
    void printTestPage(Progress progress);

    /** Whether a ticket given now would be started. */
    Readiness readiness();

    /** Told of each change of {@link #readiness}. Replaces the listener of before. */
    void onReadiness(Runnable listener);

    /** How a ticket fares. */
    interface Progress {
        /** The proof has reached a higher level. */
        void reached(ProofLevel level);

        /**
         * It is over.
         *
         * @param level the highest level reached, or {@link ProofLevel#FAILED} or {@link
         *     ProofLevel#UNKNOWN}
         */
        void ended(ProofLevel level);
    }

    /** What a role needs to know of its printer. */
    enum Readiness {
        /** A ticket would be started. */
        READY,
        /** It cannot be reached. */
        GONE,
        /** Somebody must mend it: paper, cover, an error. */
        NEEDS_CARE
    }
}
