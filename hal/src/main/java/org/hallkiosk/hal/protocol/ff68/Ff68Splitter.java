package org.hallkiosk.hal.protocol.ff68;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts what comes in into frames. One for each connection; not safe for several threads.
 *
 * <p>The wire has no escapes: a frame's beginning may stand inside another frame's data, and what
 * looks like a beginning may be noise. So nothing is a frame before its two lengths agree and its
 * sum and its end are right; of what is not, one byte is dropped and the rest is tried again.
 */
public final class Ff68Splitter {

    private static final int LONGEST =
            Ff68Frame.HEADER_LENGTH + Ff68Frame.LONGEST_LENGTH + Ff68Frame.TRAILER_LENGTH;

    private final byte[] held = new byte[LONGEST];
    private int count;
    private long dropped;

    /** Takes bytes, split anywhere; gives the whole and correct frames that they complete. */
    public List<Ff68Frame> accept(byte[] bytes) {
        List<Ff68Frame> frames = new ArrayList<>();
        for (byte b : bytes) {
            held[count++] = b;
            settle(frames);
        }
        return frames;
    }

    /** How many bytes belonged to no correct frame so far. */
    public long dropped() {
        return dropped;
    }

    /** Drops what can be the beginning of no frame, and takes the frame that is complete. */
    private void settle(List<Ff68Frame> frames) {
        while (count > 0) {
            if (!mayBegin()) {
                dropFirst();
                continue;
            }
            if (count < Ff68Frame.HEADER_LENGTH || count < whole()) {
                return;
            }
            if (isRight()) {
                frames.add(
                        new Ff68Frame(
                                held[5] & 0xFF,
                                held[6] & 0xFF,
                                Arrays.copyOfRange(held, 7, 5 + length())));
                count = 0;
                return;
            }
            dropFirst();
        }
    }

    private boolean mayBegin() {
        return is(0, Ff68Frame.START)
                && is(1, Ff68Frame.MARK)
                && (count < 3
                        || (length() >= Ff68Frame.SHORTEST_LENGTH
                                && length() <= Ff68Frame.LONGEST_LENGTH))
                && (count < 4 || held[3] == held[2])
                && is(4, Ff68Frame.MARK);
    }

    /** Whether this byte has this value, or has not come yet. */
    private boolean is(int at, int value) {
        return count <= at || (held[at] & 0xFF) == value;
    }

    private boolean isRight() {
        int length = length();
        return held[5] != 0
                && (held[whole() - 1] & 0xFF) == Ff68Frame.END
                && (held[whole() - 2] & 0xFF) == Ff68Frame.sum(held, length);
    }

    private int length() {
        return held[2] & 0xFF;
    }

    private int whole() {
        return Ff68Frame.HEADER_LENGTH + length() + Ff68Frame.TRAILER_LENGTH;
    }

    private void dropFirst() {
        dropped++;
        count--;
        System.arraycopy(held, 1, held, 0, count);
    }
}
