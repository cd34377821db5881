package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A window (窗口), as the events so far have made it.
 *
 * @param staff the number of the person on duty; null when closed
 * @param reason why it is paused, as its person said
 * @param held the ticket that is called or served here; null when none is
 * @param last the ticket that it held last; null when it held none since it was opened
 * @param priorityRun how many priority tickets it has called one after the other
 */
public record WindowState(
        int no,
        WindowStatus status,
        @Nullable String staff,
        @Nullable String reason,
        @Nullable UUID held,
        @Nullable UUID last,
        int priorityRun) {

    public WindowState {
        requireNonNull(status);
    }

    static WindowState closed(int no) {
        return new WindowState(no, WindowStatus.CLOSED, null, null, null, null, 0);
    }

    WindowState on(WindowStatus newStatus, String newStaff, @Nullable String newReason) {
        return new WindowState(no, newStatus, newStaff, newReason, held, last, priorityRun);
    }

    WindowState holding(UUID ticket, int newPriorityRun) {
        return new WindowState(no, status, staff, reason, ticket, ticket, newPriorityRun);
    }

    WindowState free() {
        return new WindowState(no, status, staff, reason, null, last, priorityRun);
    }

    /** Whether a caller who saw this ticket, or nobody, at the window is up to date. */
    boolean shows(@Nullable UUID seen) {
        return held != null ? held.equals(seen) : seen == null || seen.equals(last);
    }
}
