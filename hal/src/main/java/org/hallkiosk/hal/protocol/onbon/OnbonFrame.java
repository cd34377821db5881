package org.hallkiosk.hal.protocol.onbon;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * One frame, with its header taken apart (led-display.md §1.2). Frames without a barcode and with
 * the CRC as check are the only ones that are made or understood.
 *
 * @param destination who shall hear it, 0 to FFFF: a screen id, or a host program's address
 * @param source who says it, likewise
 * @param deviceType the model of the card, 0 to FF; {@link #ANY_TYPE} fits every card
 * @param data group, command and what belongs to it; at most {@link #MAX_DATA} bytes; not copied
 */
public record OnbonFrame(int destination, int source, int deviceType, byte[] data) {

    /** The address of this program; the range of host programs is 8000 to DFFF. */
    public static final int HOST = 0x8000;

    /** Every card hears it and answers, so only for a line with a single card. */
    public static final int BROADCAST = 0xFFFE;

    /** The device type that every card accepts. */
    public static final int ANY_TYPE = 0xFE;

    /** More than the largest receive buffer of any card (1024 bytes, led-display.md §1.1). */
    public static final int MAX_DATA = 2048;

    static final int PREAMBLE = 0xA5;
    static final int PREAMBLE_LENGTH = 8;
    static final int END = 0x5A;
    static final int ESCAPE_HIGH = 0xA6;
    static final int ESCAPE_LOW = 0x5B;
    static final int HEADER_LENGTH = 14;
    static final int CRC_LENGTH = 2;

    private static final int PROTOCOL_VERSION = 2;
    private static final int CHECKED_BY_CRC = 0;
    private static final int LAST_HOST = 0xDFFF;

    public OnbonFrame {
        requireRange("destination", destination, 0xFFFF);
        requireRange("source", source, 0xFFFF);
        requireRange("device type", deviceType, 0xFF);
        requireRange("data length", data.length, MAX_DATA);
    }

    /** Whether it is meant for a host program. What a transceiver echoes of our own is not. */
    public boolean isToHost() {
        return destination >= HOST && destination <= LAST_HOST;
    }

    /** The bytes on the wire, from the first A5 to the closing 5A. */
    public byte[] toBytes() {
        byte[] plain = new byte[HEADER_LENGTH + data.length + CRC_LENGTH];
        putWord(plain, 0, destination);
        putWord(plain, 2, source);
        plain[8] = CHECKED_BY_CRC;
        plain[10] = (byte) deviceType;
        plain[11] = PROTOCOL_VERSION;
        putWord(plain, 12, data.length);
        System.arraycopy(data, 0, plain, HEADER_LENGTH, data.length);
        int checked = HEADER_LENGTH + data.length;
        putWord(plain, checked, Crc16Arc.of(plain, checked));

        ByteArrayOutputStream wire = new ByteArrayOutputStream(plain.length + 32);
        for (int i = 0; i < PREAMBLE_LENGTH; i++) {
            wire.write(PREAMBLE);
        }
        for (byte b : plain) {
            escape(wire, b & 0xFF);
        }
        wire.write(END);
        return wire.toByteArray();
    }

    /**
     * Reads header, data and checksum, already without escapes.
     *
     * @return empty when the length, the checksum or the kind of check is wrong
     */
    static Optional<OnbonFrame> ofPlain(byte[] plain) {
        int length = plain.length - HEADER_LENGTH - CRC_LENGTH;
        if (length < 0
                || length > MAX_DATA
                || word(plain, 12) != length
                || plain[8] != CHECKED_BY_CRC
                || word(plain, plain.length - CRC_LENGTH)
                        != Crc16Arc.of(plain, plain.length - CRC_LENGTH)) {
            return Optional.empty();
        }
        byte[] data = new byte[length];
        System.arraycopy(plain, HEADER_LENGTH, data, 0, length);
        return Optional.of(new OnbonFrame(word(plain, 0), word(plain, 2), plain[10] & 0xFF, data));
    }

    private static void escape(ByteArrayOutputStream wire, int b) {
        switch (b) {
            case PREAMBLE -> {
                wire.write(ESCAPE_HIGH);
                wire.write(2);
            }
            case ESCAPE_HIGH -> {
                wire.write(ESCAPE_HIGH);
                wire.write(1);
            }
            case END -> {
                wire.write(ESCAPE_LOW);
                wire.write(2);
            }
            case ESCAPE_LOW -> {
                wire.write(ESCAPE_LOW);
                wire.write(1);
            }
            default -> wire.write(b);
        }
    }

    private static void putWord(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }

    private static void requireRange(String what, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "The " + what + " of a frame is 0 to " + max + ", not " + value);
        }
    }
}
