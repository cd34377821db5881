package org.hallkiosk.hal.emulator.onbon;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The ear of one card: finds frames in what passes on the line. Unlike a host it must also notice
 * what is damaged or too long, because a card answers that.
 */
final class CardParser {

    /** What was heard. */
    sealed interface Heard {
        int destination();

        int source();

        /**
         * @param deviceType whom it is meant for
         * @param data group, command, and so on
         */
        record Request(int destination, int source, int deviceType, byte[] data) implements Heard {}

        /** The checksum or the length is wrong. */
        record Damaged(int destination, int source) implements Heard {}

        /** More bytes than the card can hold. */
        record TooLong(int destination, int source) implements Heard {}
    }

    private static final int HEADER = 14;
    private static final int[] CRC_TABLE = crcTable();

    private final int receiveBuffer;
    private final byte[] raw;
    private boolean inFrame;
    private int preamble;
    private int length;

    /**
     * @param receiveBuffer how many bytes a frame may have on the wire
     */
    CardParser(int receiveBuffer) {
        this.receiveBuffer = receiveBuffer;
        this.raw = new byte[receiveBuffer];
    }

    void accept(byte[] bytes, Consumer<Heard> listener) {
        for (byte b : bytes) {
            int value = b & 0xFF;
            if (value == 0xA5) {
                preamble = length == 0 ? preamble + 1 : 1;
                length = 0;
                inFrame = true;
            } else if (value == 0x5A) {
                if (inFrame && length > 0) {
                    frame(listener);
                }
                forget();
            } else if (inFrame) {
                if (length < raw.length) {
                    raw[length] = b;
                }
                length++;
            }
        }
    }

    /** As after power-up. */
    void forget() {
        inFrame = false;
        preamble = 0;
        length = 0;
    }

    private void frame(Consumer<Heard> listener) {
        byte[] plain = unescape(Arrays.copyOf(raw, Math.min(length, raw.length)));
        if (plain.length < 4) {
            return;
        }
        int destination = word(plain, 0);
        int source = word(plain, 2);
        if (preamble + length + 1 > receiveBuffer) {
            listener.accept(new Heard.TooLong(destination, source));
            return;
        }
        int end = plain.length - 2;
        if (end < HEADER
                || word(plain, 12) != end - HEADER
                || plain[8] != 0
                || word(plain, end) != crc(plain, end)) {
            listener.accept(new Heard.Damaged(destination, source));
            return;
        }
        listener.accept(
                new Heard.Request(
                        destination,
                        source,
                        plain[10] & 0xFF,
                        Arrays.copyOfRange(plain, HEADER, end)));
    }

    /** A pair that is no escape is kept as it is; the checksum will not agree. */
    private static byte[] unescape(byte[] from) {
        byte[] to = new byte[from.length];
        int n = 0;
        for (int i = 0; i < from.length; i++) {
            int here = from[i] & 0xFF;
            int next = i + 1 < from.length ? from[i + 1] & 0xFF : -1;
            if ((here == 0xA6 || here == 0x5B) && (next == 1 || next == 2)) {
                int base = here == 0xA6 ? 0xA7 : 0x5C;
                to[n++] = (byte) (base - next);
                i++;
            } else {
                to[n++] = from[i];
            }
        }
        return Arrays.copyOf(to, n);
    }

    /** A whole frame of a card: header, data, checksum, escaped, with that many leading A5. */
    static byte[] frame(int destination, int source, byte[] data, int preamble) {
        byte[] plain = new byte[HEADER + data.length + 2];
        plain[0] = (byte) destination;
        plain[1] = (byte) (destination >> 8);
        plain[2] = (byte) source;
        plain[3] = (byte) (source >> 8);
        plain[10] = (byte) 0xFE;
        plain[11] = 2;
        plain[12] = (byte) data.length;
        plain[13] = (byte) (data.length >> 8);
        System.arraycopy(data, 0, plain, HEADER, data.length);
        int crc = crc(plain, plain.length - 2);
        plain[plain.length - 2] = (byte) crc;
        plain[plain.length - 1] = (byte) (crc >> 8);

        byte[] wire = new byte[preamble + 2 * plain.length + 1];
        Arrays.fill(wire, 0, preamble, (byte) 0xA5);
        int n = preamble;
        for (byte b : plain) {
            int value = b & 0xFF;
            if (value == 0xA5 || value == 0xA6) {
                wire[n++] = (byte) 0xA6;
                wire[n++] = (byte) (0xA7 - value);
            } else if (value == 0x5A || value == 0x5B) {
                wire[n++] = 0x5B;
                wire[n++] = (byte) (0x5C - value);
            } else {
                wire[n++] = b;
            }
        }
        wire[n++] = 0x5A;
        return Arrays.copyOf(wire, n);
    }

    /** CRC-16/ARC by table; "123456789" gives BB3D (led-display.md §1.2). */
    static int crc(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = (crc >> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i;
            for (int k = 0; k < 8; k++) {
                value = (value % 2 == 1) ? (value / 2) ^ 0xA001 : value / 2;
            }
            table[i] = value;
        }
        return table;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) + 256 * (bytes[at + 1] & 0xFF);
    }
}
