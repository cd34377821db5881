package org.hallkiosk.hal.api;

/** A printer of tickets and slips on a paper roll (号票打印机). */
public interface TicketPrinter extends Device {

    /**
     * Prints a document, after those given before.
     *
     * <p>A document that cannot be started, because the printer is gone, out of paper or open,
     * fails at once: it must not come out minutes later, when somebody adds paper and nobody waits.
     *
     * @return the job, which may still be cancelled while it waits for its turn
     */
    PrintJob print(PrintDocument document, PrintListener listener);

    /** A document on its way. */
    interface PrintJob {
        /**
         * Takes the document back if not a byte of it has been sent.
         *
         * @return whether it was taken back; then the listener hears nothing more
         */
        boolean cancel();
    }

    /** Hears how a document fares, on the device's strand. */
    interface PrintListener {
        /** Its proof has reached a higher level. */
        void reached(PrintProof proof);

        /** It is over; nothing more is told. */
        void ended(PrintOutcome outcome);
    }
}
