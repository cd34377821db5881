package org.hallkiosk.hal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

    private static final Instant START = Instant.parse("2026-11-21T01:00:00Z");
    private final SimulatedTime time = new SimulatedTime(START);
    private final List<String> log = new ArrayList<>();

    @Test
    void workRunsWhenDueAndInTheOrderItWasGiven() {
        Strand a = time.strand();
        Strand b = time.strand();
        b.after(Duration.ofSeconds(2), () -> log.add("b2 " + b.now()));
        a.after(Duration.ofSeconds(1), () -> log.add("a1"));
        a.execute(() -> log.add("a0"));
        b.execute(() -> log.add("b0"));

        time.runUntilIdle();
        assertThat(log).containsExactly("a0", "b0");

        time.advance(Duration.ofSeconds(5));
        assertThat(log).containsExactly("a0", "b0", "a1", "b2 2026-11-21T01:00:02Z");
        assertThat(time.now()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void cancelledWorkNeverRuns() {
        Strand a = time.strand();
        Strand.Timer timer = a.after(Duration.ofSeconds(1), () -> log.add("never"));
        timer.cancel();
        assertThat(time.waiting()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(log).isEmpty();
    }

    @Test
    void aStepOfTheWallClockLeavesDurationsAlone() {
        Strand a = time.strand();
        a.after(Duration.ofSeconds(10), () -> log.add("due"));
        time.stepWallClock(Duration.ofHours(-1));
        assertThat(a.now()).isEqualTo(START.minus(Duration.ofHours(1)));
        time.advance(Duration.ofSeconds(9));
        assertThat(log).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(log).containsExactly("due");
    }
}
