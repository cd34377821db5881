package org.hallkiosk.core.boot;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.port.Ids;

/**
 * UUIDs of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so that
 * they sort by time. From any thread if the random generator may be used so.
 */
public final class TimeOrderedIds implements Ids {

    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random the source of the random bits; one that cannot be guessed, outside tests
     */
    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID next() {
        long millis = clock.millis() & 0xFFFF_FFFF_FFFFL;
        long high = (millis << 16) | 0x7000 | (random.nextLong() & 0x0FFF);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
