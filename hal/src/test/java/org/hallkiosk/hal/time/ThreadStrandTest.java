package org.hallkiosk.hal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadStrandTest {

    private static final Instant FIXED = Instant.parse("2026-11-21T01:00:00Z");

    private final ThreadStrand strand = new ThreadStrand("strand-test", InstantSource.fixed(FIXED));
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        strand.close();
    }

    @Test
    void workRunsInOrderOnOneThreadOfThatName() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            String text = "work " + i;
            strand.execute(() -> log.add(text + " " + Thread.currentThread().getName()));
        }
        runAll();
        assertThat(log).hasSize(100);
        assertThat(log.getFirst()).isEqualTo("work 0 strand-test");
        assertThat(log.getLast()).isEqualTo("work 99 strand-test");
        assertThat(strand.now()).isEqualTo(FIXED);
    }

    @Test
    void aDelayIsKeptAndACancelledTaskNeverRuns() throws InterruptedException {
        long begin = strand.nanoTime();
        CountDownLatch done = new CountDownLatch(1);
        // On the strand, so that the timer cannot come before its end is told.
        strand.execute(
                () -> {
                    Strand.Timer never = strand.after(Duration.ofMillis(5), () -> log.add("never"));
                    strand.after(Duration.ofMillis(30), done::countDown);
                    never.cancel();
                });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(strand.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000L);
        assertThat(log).isEmpty();
    }

    @Test
    @ExpectLog("A task failed on the strand strand-test")
    void aTaskThatThrowsDoesNotEndTheStrand() throws InterruptedException {
        strand.execute(
                () -> {
                    throw new IllegalStateException("as the test wants it");
                });
        strand.execute(() -> log.add("after"));
        runAll();
        assertThat(log).containsExactly("after");
    }

    @Test
    void afterClosingWorkIsDroppedAndClosingOnTheStrandItselfDoesNotBlock()
            throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        strand.after(Duration.ofHours(1), () -> log.add("waits"));
        strand.execute(
                () -> {
                    strand.close();
                    closed.countDown();
                });
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        strand.execute(() -> log.add("late"));
        strand.after(Duration.ZERO, () -> log.add("late")).cancel();
        strand.close();
        assertThat(log).isEmpty();
    }

    private void runAll() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        strand.execute(last::countDown);
        assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
