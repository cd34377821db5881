package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about a step that it took alone and hands in later (TICKET.md, handing in).
 *
 * @param device the device that took the step
 * @param seq its place in the device's own journal, from 1
 * @param at the device's wall clock at the step
 * @param agoMillis how long ago that was by the device's monotonic clock when it was handed in;
 *     null when the device has restarted since, then {@code at} is all there is, and doubtful
 */
public record HandIn(String device, long seq, Instant at, @Nullable Long agoMillis) {
    public HandIn {
        requireNonNull(device);
        requireNonNull(at);
    }
}
