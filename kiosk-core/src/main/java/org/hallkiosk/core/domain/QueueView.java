package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All queues as everybody may see them: the payload of {@code queue/state}.
 *
 * @param categories in the order of the configuration
 * @param at when it was looked at
 */
public record QueueView(List<Category> categories, long epoch, Instant at) {
    public QueueView {
        categories = List.copyOf(categories);
        requireNonNull(at);
    }

    /** What there is to see of the queues at this time. */
    public static QueueView of(HallState state, Instant now) {
        List<Category> lines =
                state.config().categories().stream().map(c -> category(state, c, now)).toList();
        return new QueueView(lines, state.epoch(), now);
    }

    private static Category category(HallState state, HallConfig.Category category, Instant now) {
        Line line = state.line(category.id());
        Instant since = line.waitingSince();
        return new Category(
                category.id(),
                category.name(),
                line.size(),
                since == null ? 0 : Math.max(0, Duration.between(since, now).toSeconds()),
                line.memory().lastCalled());
    }

    /**
     * One category.
     *
     * @param waiting how many wait, unconfirmed ones too
     * @param longestWaitSeconds how long the first of them has waited; 0 when nobody waits
     * @param lastCalled the number called last today; null before the first
     */
    public record Category(
            String category,
            String name,
            int waiting,
            long longestWaitSeconds,
            @Nullable String lastCalled) {
        public Category {
            requireNonNull(category);
            requireNonNull(name);
        }
    }
}
