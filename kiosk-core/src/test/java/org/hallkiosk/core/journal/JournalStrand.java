package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/** A real strand for tests of real files, and the waiting for what happens on it. */
final class JournalStrand implements AutoCloseable {

    private final ThreadStrand strand = new ThreadStrand("journal-owner", InstantSource.system());

    Strand strand() {
        return strand;
    }

    /** Runs work on the strand and waits for the one result that it, or what it begins, gives. */
    <T> T await(Consumer<Consumer<T>> work) {
        BlockingQueue<T> results = new ArrayBlockingQueue<>(1);
        strand.execute(() -> work.accept(results::add));
        try {
            T result = results.poll(20, TimeUnit.SECONDS);
            assertThat(result).as("the end of the work").isNotNull();
            return result;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void run(Runnable work) {
        await(
                done -> {
                    work.run();
                    done.accept(true);
                });
    }

    @Override
    public void close() {
        strand.close();
    }
}
