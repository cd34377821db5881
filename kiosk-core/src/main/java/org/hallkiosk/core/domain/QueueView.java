package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All queues as everybody may see them: the payload of {@code queue/state}.
 *
 * @param categories in the order of the configuration
 * @param at when it was looked at
 */
public record QueueView(List<Line> categories, long epoch, Instant at) {
    public QueueView {
        categories = List.copyOf(categories);
        requireNonNull(at);
    }

    /**
     * One category.
     *
     * @param waiting how many wait, unconfirmed ones too
     * @param longestWaitSeconds how long the first of them has waited; 0 when nobody waits
     * @param lastCalled the number called last today; null before the first
     */
    public record Line(
            String category,
            String name,
            int waiting,
            long longestWaitSeconds,
            @Nullable String lastCalled) {
        public Line {
            requireNonNull(category);
            requireNonNull(name);
        }
    }
}
