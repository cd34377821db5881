package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;

/**
 * A ticket's place in its line: by the time of the take, and for the same time by the order in
 * which the hall learned of it.
 */
public record Place(Instant at, long order) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::at).thenComparingLong(Place::order);

    public Place {
        requireNonNull(at);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
