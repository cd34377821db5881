package org.hallkiosk.hal.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * A clock that moves only when it is told to, and the strands that live by it.
 *
 * <p>All strands share one queue, ordered by due time and then by the order in which the work was
 * given, so the same program always runs in the same way. Everything happens on the thread that
 * calls {@link #advance}, {@link #runUntilIdle} or {@link #step}; the class is not safe for others.
 */
public final class SimulatedTime {

    private record Due(long at, long order, Task task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Task implements Strand.Timer {
        private final Runnable work;
        private boolean cancelled;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private Instant wallStart;
    private long nanos;
    private long given;

    /**
     * @param start what the wall clock shows at first; the monotonic clock starts at zero
     */
    public SimulatedTime(Instant start) {
        this.wallStart = requireNonNull(start);
    }

    /** A new strand on this clock. */
    public Strand strand() {
        return new SimulatedStrand();
    }

    /** What the wall clock shows. */
    public Instant now() {
        return wallStart.plusNanos(nanos);
    }

    /** Nanoseconds since the start, unmoved by {@link #stepWallClock}. */
    public long nanoTime() {
        return nanos;
    }

    /** Moves the wall clock alone, as a technician or a wrong time server does. */
    public void stepWallClock(Duration by) {
        wallStart = wallStart.plus(by);
    }

    /** Runs all work that is due now, and what that work makes due now. */
    public void runUntilIdle() {
        runUntil(nanos);
    }

    /** Lets time pass; work runs when its time comes, each piece seeing the time it was due. */
    public void advance(Duration by) {
        runUntil(Math.addExact(nanos, by.toNanos()));
    }

    /**
     * Runs the next piece of work, moving the clock to its time.
     *
     * @return false when there was none
     */
    public boolean step() {
        for (Due due = queue.poll(); due != null; due = queue.poll()) {
            if (!due.task.cancelled) {
                nanos = Math.max(nanos, due.at);
                due.task.work.run();
                return true;
            }
        }
        return false;
    }

    /** How many pieces of work wait, due or not. */
    public int waiting() {
        return (int) queue.stream().filter(due -> !due.task.cancelled).count();
    }

    private void runUntil(long until) {
        for (Due due = queue.peek(); due != null && due.at <= until; due = queue.peek()) {
            queue.remove();
            if (!due.task.cancelled) {
                nanos = Math.max(nanos, due.at);
                due.task.work.run();
            }
        }
        nanos = Math.max(nanos, until);
    }

    private final class SimulatedStrand implements Strand {
        @Override
        public Instant now() {
            return SimulatedTime.this.now();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void execute(Runnable task) {
            after(Duration.ZERO, task);
        }

        @Override
        public Timer after(Duration delay, Runnable work) {
            Task task = new Task(requireNonNull(work));
            long wait = Math.max(0, delay.toNanos());
            queue.add(new Due(Math.addExact(nanos, wait), given++, task));
            return task;
        }
    }
}
