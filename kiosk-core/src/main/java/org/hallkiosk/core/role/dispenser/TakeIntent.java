package org.hallkiosk.core.role.dispenser;

import java.util.UUID;
import org.hallkiosk.core.domain.Priority;

/**
 * Somebody wants a ticket.
 *
 * @param id the touch's own id: the same id is the same touch, however often it arrives
 * @param relayed whether it came as a command, which may arrive again after a restart; a touch on
 *     the dispenser's own screen dies with the process
 */
public record TakeIntent(UUID id, String category, Priority priority, boolean relayed) {

    /** A touch on the dispenser's own screen. */
    public TakeIntent(UUID id, String category, Priority priority) {
        this(id, category, priority, false);
    }
}
