package org.hallkiosk.hal.protocol.onbon;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what comes in into frames. One for each connection; not safe for several threads.
 *
 * <p>An A5 inside a frame is always escaped, so a bare one begins a new frame, whatever came before
 * it was worth. One A5 is enough and any number is allowed: the vendor's own examples carry eight
 * and nine (led-display.md §1.2), and a transceiver that turns round late swallows some.
 */
public final class OnbonSplitter {

    private static final int LONGEST =
            OnbonFrame.HEADER_LENGTH + OnbonFrame.MAX_DATA + OnbonFrame.CRC_LENGTH;

    private enum State {
        OUTSIDE,
        PREAMBLE,
        INSIDE,
        ESCAPED_HIGH,
        ESCAPED_LOW
    }

    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private State state = State.OUTSIDE;
    private long sinceStart;
    private long dropped;

    /** Takes bytes, split anywhere; gives the whole and correct frames that they complete. */
    public List<OnbonFrame> accept(byte[] bytes) {
        List<OnbonFrame> frames = new ArrayList<>();
        for (byte b : bytes) {
            accept(b & 0xFF, frames);
        }
        return frames;
    }

    /** How many bytes belonged to no correct frame so far. */
    public long dropped() {
        return dropped;
    }

    private void accept(int b, List<OnbonFrame> frames) {
        if (b == OnbonFrame.PREAMBLE) {
            if (state != State.PREAMBLE) {
                drop();
                state = State.PREAMBLE;
            }
            sinceStart++;
            return;
        }
        sinceStart++;
        switch (state) {
            case OUTSIDE -> drop();
            case PREAMBLE, INSIDE -> inside(b, frames);
            case ESCAPED_HIGH -> escaped(b, OnbonFrame.ESCAPE_HIGH, OnbonFrame.PREAMBLE);
            case ESCAPED_LOW -> escaped(b, OnbonFrame.ESCAPE_LOW, OnbonFrame.END);
        }
    }

    private void inside(int b, List<OnbonFrame> frames) {
        switch (b) {
            case OnbonFrame.END -> {
                OnbonFrame.ofPlain(plain.toByteArray())
                        .ifPresent(
                                frame -> {
                                    frames.add(frame);
                                    sinceStart = 0;
                                });
                drop();
            }
            case OnbonFrame.ESCAPE_HIGH -> state = State.ESCAPED_HIGH;
            case OnbonFrame.ESCAPE_LOW -> state = State.ESCAPED_LOW;
            default -> append(b);
        }
    }

    private void escaped(int b, int when1, int when2) {
        switch (b) {
            case 1 -> append(when1);
            case 2 -> append(when2);
            default -> drop();
        }
    }

    private void append(int b) {
        state = State.INSIDE;
        plain.write(b);
        if (plain.size() > LONGEST) {
            drop();
        }
    }

    private void drop() {
        dropped += sinceStart;
        sinceStart = 0;
        plain.reset();
        state = State.OUTSIDE;
    }
}
