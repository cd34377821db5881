package org.hallkiosk.hal.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A strand on a thread of its own.
 *
 * <p>After {@link #close()} whatever is given to it is silently dropped: a driver's late callback
 * must not fail because the process is stopping.
 */
public final class ThreadStrand implements Strand, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ThreadStrand.class.getName());
    private static final Timer NOTHING_TO_CANCEL = () -> {};

    /** After so many pieces of work, timers that are due have their turn. */
    private static final int PIECES = 64;

    private final String name;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;

    /**
     * What is to be done at once. The executor would lock, sort and wake for each piece; here only
     * the first one wakes the thread, which finds what came until then.
     */
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean called = new AtomicBoolean();

    /**
     * Makes the strand; its thread starts with the first piece of work.
     *
     * @param name the thread's name, as a technician reads it in a thread dump
     * @param clock the wall clock
     */
    public ThreadStrand(String name, InstantSource clock) {
        this.name = requireNonNull(name);
        this.clock = requireNonNull(clock);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name(name).daemon(true).factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        requireNonNull(task);
        if (!executor.isShutdown()) {
            ready.add(task);
            call();
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            after(Duration.ZERO, this::work);
        }
    }

    private void work() {
        try {
            for (int piece = 0; piece < PIECES && !executor.isShutdown(); piece++) {
                Runnable task = ready.poll();
                if (task == null) {
                    break;
                }
                run(task);
            }
        } finally {
            called.set(false);
            if (!ready.isEmpty()) {
                call();
            }
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        requireNonNull(task);
        try {
            ScheduledFuture<?> future =
                    executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return NOTHING_TO_CANCEL;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            LOG.log(System.Logger.Level.ERROR, () -> "A task failed on the strand " + name, e);
        }
    }

    /**
     * Stops: drops what waits, lets the piece that is running finish, and waits for it for at most
     * five seconds unless called on the strand itself. Safe to call again.
     */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread().getName().equals(name)) {
            return;
        }
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The strand {0} is still busy five seconds after it was told to stop",
                        name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
