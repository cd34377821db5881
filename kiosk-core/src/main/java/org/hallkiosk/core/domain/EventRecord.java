package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event with its envelope, as the journal holds it (EVENTS.md 1).
 *
 * @param id the event's own id
 * @param hall the hall's id
 * @param epoch the epoch in which it was appended
 * @param seq from 1 in each epoch, without a gap
 * @param at when it happened; never before the event ahead of it
 * @param requestId the request that made it; null for what the hall itself did
 * @param offline what the device said when it handed the step in; null when it was online. It
 *     stands in the event's {@code data}
 */
public record EventRecord(
        UUID id,
        String hall,
        long epoch,
        long seq,
        Instant at,
        @Nullable UUID requestId,
        Actor actor,
        @Nullable HandIn offline,
        Event event) {
    public EventRecord {
        requireNonNull(id);
        requireNonNull(hall);
        requireNonNull(at);
        requireNonNull(actor);
        requireNonNull(event);
        if (epoch < 1 || seq < 1) {
            throw new IllegalArgumentException("epoch and seq count from 1");
        }
    }
}
