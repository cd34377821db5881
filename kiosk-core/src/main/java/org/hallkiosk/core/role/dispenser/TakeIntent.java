package org.hallkiosk.core.role.dispenser;

import java.util.UUID;
import org.hallkiosk.core.domain.Priority;

/**
 * Somebody wants a ticket.
 *
 * @param id the touch's own id: the same id is the same touch, however often it arrives
 */
public record TakeIntent(UUID id, String category, Priority priority) {}
