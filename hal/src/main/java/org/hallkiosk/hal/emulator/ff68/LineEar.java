package org.hallkiosk.hal.emulator.ff68;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The ear of one pad. As a small controller does it: byte by byte, each in its place, and at a byte
 * that does not fit it waits for the next beginning.
 */
final class LineEar {

    /**
     * A frame that was right.
     *
     * @param whole the bytes on the wire
     */
    record Heard(int address, int command, byte[] data, byte[] whole) {}

    private final byte[] whole = new byte[5 + 255 + 2];
    private int place;

    void accept(byte[] bytes, Consumer<Heard> listener) {
        for (byte b : bytes) {
            int value = b & 0xFF;
            if (!fits(value)) {
                place = 0;
                if (!fits(value)) {
                    continue;
                }
            }
            whole[place++] = b;
            if (place > 5 && place == 5 + length() + 2) {
                listener.accept(
                        new Heard(
                                whole[5] & 0xFF,
                                whole[6] & 0xFF,
                                Arrays.copyOfRange(whole, 7, 5 + length()),
                                Arrays.copyOf(whole, place)));
                place = 0;
            }
        }
    }

    /** As after power-up. */
    void forget() {
        place = 0;
    }

    private int length() {
        return whole[2] & 0xFF;
    }

    private boolean fits(int value) {
        return switch (place) {
            case 0 -> value == 0xFF;
            case 1, 4 -> value == 0x68;
            case 2 -> value >= 2;
            case 3 -> value == length();
            default -> {
                int end = 5 + length();
                yield place < end || (place == end ? value == sum() : value == 0x16);
            }
        };
    }

    private int sum() {
        int sum = 0;
        for (int i = 5; i < 5 + length(); i++) {
            sum = (sum + (whole[i] & 0xFF)) % 256;
        }
        return sum;
    }

    /** The frame of a pad. */
    static byte[] frame(int address, int command, int... data) {
        int length = 2 + data.length;
        byte[] frame = new byte[5 + length + 2];
        int n = 0;
        for (int b : new int[] {0xFF, 0x68, length, length, 0x68, address, command}) {
            frame[n++] = (byte) b;
        }
        int sum = address + command;
        for (int b : data) {
            frame[n++] = (byte) b;
            sum += b;
        }
        frame[n++] = (byte) (sum % 256);
        frame[n] = 0x16;
        return frame;
    }
}
