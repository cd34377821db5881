package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.util.Optional;
import org.hallkiosk.core.journal.Position;

/**
 * An event as the page lists it; nothing in it concerns a citizen.
 *
 * @param type the event's type, such as {@code TicketCalled}; empty when it could not be read
 * @param ticket the number on the ticket that it is about
 * @param window the window that it is about
 */
public record RecentEvent(
        Position position,
        Optional<Instant> at,
        String type,
        Optional<String> ticket,
        Optional<Integer> window) {}
