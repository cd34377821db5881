package org.hallkiosk.core.journal;

import java.util.List;
import java.util.Optional;

/**
 * What one transaction adds: events in their order and, with them or alone, the answer of the
 * request that caused them.
 *
 * @param first the position of the first event; the others follow in the same epoch. The numbers
 *     are also inside the bytes, so whoever makes the bytes chooses them and the journal checks
 *     that none is left out. Without events it has no meaning and may be {@link Position#START}
 * @param events the events' bytes, each at most {@value #MAX_EVENT_BYTES} bytes; the arrays must
 *     not change afterwards
 * @param answer stored in the same transaction
 */
public record Batch(Position first, List<byte[]> events, Optional<StoredAnswer> answer) {

    /** 200 KiB (EVENTS.md 6), so that an event fits a packet of the bus. */
    public static final int MAX_EVENT_BYTES = 200 * 1024;

    public Batch {
        events = List.copyOf(events);
    }

    /** Events without an answer. */
    public static Batch of(Position first, List<byte[]> events) {
        return new Batch(first, events, Optional.empty());
    }

    /** The position of the last event; that before {@link #first} when there is none. */
    public Position last() {
        return new Position(first.epoch(), first.seq() + events.size() - 1);
    }
}
