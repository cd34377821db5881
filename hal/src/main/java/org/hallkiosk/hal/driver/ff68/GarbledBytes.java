package org.hallkiosk.hal.driver.ff68;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts bytes that are part of no frame, over a span that moves along with the time. */
final class GarbledBytes {

    private record Piece(long bytes, long at) {}

    private final long enough;
    private final long span;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long sum;

    /**
     * @param enough so many are told of, at least 1
     */
    GarbledBytes(long enough, Duration span) {
        this.enough = enough;
        this.span = span.toNanos();
    }

    /** Adds what came now; whether enough have come within the span that ends now. */
    boolean add(long bytes, long now) {
        pieces.add(new Piece(bytes, now));
        sum += bytes;
        // No more is kept than decides: a line that never rests does not fill the memory.
        while (now - pieces.getFirst().at > span || sum - pieces.getFirst().bytes >= enough) {
            sum -= pieces.removeFirst().bytes;
        }
        return sum >= enough;
    }

    /** Begins again, as after a new connection. */
    void forget() {
        pieces.clear();
        sum = 0;
    }
}
