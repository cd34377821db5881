package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** How a request names a ticket. */
public sealed interface TicketRef {

    /** By its id. */
    record ById(UUID ticketId) implements TicketRef {
        public ById {
            requireNonNull(ticketId);
        }
    }

    /** By the number on the paper, among those of the open business day. */
    record ByNumber(String ticket) implements TicketRef {
        public ByNumber {
            requireNonNull(ticket);
        }
    }
}
