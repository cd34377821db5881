package org.hallkiosk.hal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * A clock and an ordered queue of work in one: what belongs together runs on one strand, one piece
 * at a time, in the order it was given, so that its state needs no lock.
 *
 * <p>Drivers, links, roles and the hall are written against this interface alone. In a running
 * process it is a {@link ThreadStrand}; in tests and simulations a strand of {@link SimulatedTime},
 * under which hours pass in milliseconds and always in the same way.
 *
 * <p>{@link #execute}, {@link #after}, {@link #now} and {@link #nanoTime} may be called from any
 * thread, except on a simulated strand, which belongs to the one thread that drives the simulation.
 * Work that throws does not end the strand: the exception is logged as an error and the next piece
 * runs.
 */
public interface Strand extends Executor {

    /** The wall clock: for people and records. It can step in either direction. */
    Instant now();

    /** The monotonic clock in nanoseconds, with an arbitrary origin: for every duration. */
    long nanoTime();

    /**
     * Runs a task once, on this strand, after at least the delay.
     *
     * @param delay how long to wait; zero or less means as soon as its turn comes
     * @return a handle to cancel it
     */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Makes sure that the task does not start any more; without effect once it has started. */
        void cancel();
    }
}
