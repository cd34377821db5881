package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hallkiosk.hal.time.Strand;

/**
 * A screen that is touched from outside, and whose picture under the finger is watched from
 * outside. The finger slides away before it is taken up: what is touched shows it, and nothing
 * comes of it.
 */
final class TouchedScreen implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofNanos(100_000);
    private static final int AROUND = 40;
    private static final int STEP = 4;

    /** Above the categories, where nothing can be touched on either screen. */
    private static final int AWAY = 350;

    // What is touched turns over as a whole; a browser may smooth its letters anew meanwhile.
    private static final double TURNED_OVER = 0.5;
    private static final double AS_BEFORE = 0.9;

    private static final int SECONDS = 5;
    private static final int TRIES = 12;

    private final XvfbScreen screen;
    private final Strand strand;
    private final XTestFinger finger;

    /**
     * @param strand where it looks, ten times in a millisecond
     */
    TouchedScreen(XvfbScreen screen, Strand strand) throws IOException, CannotMeasure {
        this.screen = screen;
        this.strand = strand;
        this.finger = new XTestFinger(screen.display());
    }

    /** Blocks for some time, so that two touches do not fall into each other. */
    void rest(Duration time) throws IOException, InterruptedException {
        CompletableFuture<Long> over = new CompletableFuture<>();
        strand.after(time, () -> over.complete(strand.nanoTime()));
        await(over, "Time does not pass");
    }

    /**
     * Touches until it answers: a browser drops what comes soon after its page is painted. Blocks
     * for up to a minute.
     *
     * @throws IOException when it does not answer
     */
    void awaitAnswer(int x, int y) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                touch(x, y);
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Touches and slides away. Blocks until the picture around the finger has turned over, and is
     * again what it was.
     *
     * @return milliseconds from the press at the server to the picture that has turned over
     * @throws IOException when one of the two does not come
     */
    double touch(int x, int y) throws IOException, InterruptedException {
        finger.move(x, y);
        int[] before = around(x, y);
        double millis;
        try {
            CompletableFuture<Long> drawn = new CompletableFuture<>();
            long begin = strand.nanoTime();
            finger.press();
            strand.execute(() -> look(x, y, now -> same(now, before) < TURNED_OVER, drawn));
            millis =
                    (await(drawn, "A touch at " + x + ", " + y + " changed nothing") - begin) / 1e6;
        } finally {
            finger.move(x, AWAY);
            finger.release();
        }
        CompletableFuture<Long> over = new CompletableFuture<>();
        strand.execute(() -> look(x, y, now -> same(now, before) > AS_BEFORE, over));
        await(over, "What was touched at " + x + ", " + y + " stays so");
        return millis;
    }

    private int[] around(int x, int y) {
        return screen.sample(x - AROUND, y - AROUND, 2 * AROUND, 2 * AROUND, STEP);
    }

    private static double same(int[] now, int[] before) {
        return IntStream.range(0, now.length).filter(i -> now[i] == before[i]).count()
                / (double) now.length;
    }

    private void look(int x, int y, Predicate<int[]> isSo, CompletableFuture<Long> so) {
        if (isSo.test(around(x, y))) {
            so.complete(strand.nanoTime());
        } else if (!so.isDone()) {
            strand.after(LOOK_AGAIN, () -> look(x, y, isSo, so));
        }
    }

    private static long await(CompletableFuture<Long> moment, String otherwise)
            throws IOException, InterruptedException {
        try {
            return moment.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            moment.cancel(false);
            throw new IOException(otherwise, e);
        }
    }

    @Override
    public void close() {
        finger.close();
    }
}
