package org.hallkiosk.core.journal;

/** How a write ended. */
public sealed interface Outcome {

    /** It is durable: it survives power loss from now on. */
    record Committed() implements Outcome {}

    /**
     * It did not happen and will not happen while this process lives. One doubt remains: after a
     * write that failed at the disk, a crash of the process before the journal is {@link
     * JournalHealth.Healthy} again may leave the write in the file. Then events and answer are
     * found there together at the next start, and the answer answers the repeated request.
     *
     * @param reason what kind of trouble
     * @param text one sentence for a technician
     */
    record Refused(Reason reason, String text) implements Outcome {}

    /** Why a write was refused. */
    enum Reason {
        /** No room left on the disk. */
        DISK_FULL,
        /** The disk, or the file system, gave an error. */
        IO_ERROR,
        /** The file was found damaged while it was in use; the next opening restores. */
        DAMAGED,
        /** Not the next sequence number, or an epoch that may not be written. */
        OUT_OF_SEQUENCE,
        /** An event larger than {@link Batch#MAX_EVENT_BYTES}. */
        TOO_LARGE,
        /** What is stored contradicts it: the request id has an answer already. */
        CONFLICT,
        /** The journal is closed. */
        CLOSED
    }
}
