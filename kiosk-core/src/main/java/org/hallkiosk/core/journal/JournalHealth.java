package org.hallkiosk.core.journal;

/** Whether a journal can write. */
public sealed interface JournalHealth {

    /** It can. */
    record Healthy() implements JournalHealth {}

    /**
     * It cannot: every write is refused with this reason. The journal tries again by itself once a
     * second, except after {@link Outcome.Reason#DAMAGED}, which ends with the next opening.
     */
    record Degraded(Outcome.Reason reason, String text) implements JournalHealth {}
}
