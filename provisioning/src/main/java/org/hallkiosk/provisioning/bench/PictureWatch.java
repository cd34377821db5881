package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hallkiosk.hal.time.Strand;

/**
 * Watches a screen from outside until it does not change any more, and tells when something to read
 * stood there first, and when what stands there at the end had been painted. The same measure for
 * whatever paints: a blank window does not count, a half-drawn page is not the end, a cursor that
 * blinks does not matter.
 */
final class PictureWatch {

    private static final int STEP = 8;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    /** So much of the last picture has to be there. */
    private static final double MOST = 0.98;

    /** Smoothed letters have so many colours; a blank window or bare areas have two or three. */
    private static final int COLOURS_OF_TEXT = 16;

    private static final int SECONDS = 60;

    /** In nanoseconds of the strand's monotonic clock. */
    record Painted(long first, long last) {}

    private record Seen(long at, int[] pixels) {}

    private final XvfbScreen screen;
    private final Strand strand;
    private final Duration still;
    private final List<Seen> seen = new ArrayList<>();
    private final CompletableFuture<Painted> painted = new CompletableFuture<>();

    /**
     * Begins to watch.
     *
     * @param strand where it looks, every two milliseconds
     * @param still a picture that has stood so long is the last one
     */
    PictureWatch(XvfbScreen screen, Strand strand, Duration still) {
        this.screen = screen;
        this.strand = strand;
        this.still = still;
        seen.add(new Seen(strand.nanoTime(), screen.sample(STEP)));
        strand.execute(this::look);
    }

    private void look() {
        long now = strand.nanoTime();
        int[] pixels = screen.sample(STEP);
        Seen last = seen.getLast();
        if (!Arrays.equals(pixels, last.pixels)) {
            seen.add(new Seen(now, pixels));
        } else if (seen.size() > 1 && now - last.at >= still.toNanos()) {
            painted.complete(new Painted(firstText(), whenPainted()));
        }
        if (!painted.isDone()) {
            strand.after(LOOK_AGAIN, this::look);
        }
    }

    private long firstText() {
        return seen.stream()
                .filter(
                        each ->
                                Arrays.stream(each.pixels).distinct().limit(COLOURS_OF_TEXT).count()
                                        == COLOURS_OF_TEXT)
                .mapToLong(Seen::at)
                .findFirst()
                .orElse(seen.getLast().at);
    }

    /** The first of those moments from which on nearly all of the last picture was there. */
    private long whenPainted() {
        int[] last = seen.getLast().pixels;
        long since = seen.getLast().at;
        for (Seen each : seen.reversed()) {
            int same = 0;
            for (int i = 0; i < last.length; i++) {
                if (each.pixels[i] == last[i]) {
                    same++;
                }
            }
            if (same < MOST * last.length) {
                break;
            }
            since = each.at;
        }
        return since;
    }

    /**
     * Blocks until the last picture stands.
     *
     * @throws IOException when nothing was painted, or it did not come to rest, in a minute
     */
    Painted await() throws IOException, InterruptedException {
        try {
            return painted.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            painted.cancel(false);
            throw new IOException("Nothing that lasts was painted in " + SECONDS + " s", e);
        }
    }
}
