package org.hallkiosk.hal.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: each pause is twice the one before, up to a cap, and
 * then the cap for ever. Of each, between three quarters and the whole are taken at random, so that
 * many devices that failed together do not try together.
 */
public final class Backoff {

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private Duration next;

    /**
     * @param first the longest that the first pause may be, more than zero
     * @param cap the longest that any pause may be, at least {@code first}
     * @param random decides how much of each pause is taken
     */
    public Backoff(Duration first, Duration cap, RandomGenerator random) {
        if (!first.isPositive() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "A pause must be longer than zero and not longer than the cap");
        }
        this.first = first;
        this.cap = cap;
        this.random = random;
        this.next = first;
    }

    /** From half a second to thirty seconds, which is what a person who plugs in will wait. */
    public static Backoff usual(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), random);
    }

    /** The pause before the next attempt. */
    public Duration next() {
        long whole = next.toNanos();
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(cap) > 0 ? cap : doubled;
        return Duration.ofNanos(whole - random.nextLong(whole / 4 + 1));
    }

    /** Begins again with the first pause. */
    public void reset() {
        next = first;
    }
}
