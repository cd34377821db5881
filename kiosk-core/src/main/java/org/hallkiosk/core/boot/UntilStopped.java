package org.hallkiosk.core.boot;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a command run until the process is asked to stop (Ctrl-C, SIGTERM), and lets it end in order
 * before the process does. Opened first and so closed last.
 */
public final class UntilStopped implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Listens for the request from now on. */
    public UntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
    }

    /** The wall clock of this computer, for whatever the command wires. */
    public static InstantSource clock() {
        return InstantSource.system();
    }

    /** Blocks until the process is asked to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    private void end() {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything has ended in order: the process may go. */
    @Override
    public void close() {
        ended.countDown();
    }
}
