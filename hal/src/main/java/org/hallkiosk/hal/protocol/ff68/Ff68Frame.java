package org.hallkiosk.hal.protocol.ff68;

/**
 * One frame: {@code FF 68 L L 68 address command data… sum 16} (evaluator-and-callpad.md §1.1).
 * Both directions look alike, and nothing in a frame says who sent it.
 *
 * @param address of the pad that sends it or shall hear it, 1 to 255
 * @param command 0 to FF
 * @param data at most {@link #MAX_DATA} bytes; not copied
 */
public record Ff68Frame(int address, int command, byte[] data) {

    /** The longest data that is known: the six figures of a display. */
    public static final int MAX_DATA = 6;

    static final int START = 0xFF;
    static final int MARK = 0x68;
    static final int END = 0x16;

    /** Up to and with the second 68. */
    static final int HEADER_LENGTH = 5;

    /** Sum and end. */
    static final int TRAILER_LENGTH = 2;

    /** Address and command, which the length counts too. */
    static final int SHORTEST_LENGTH = 2;

    static final int LONGEST_LENGTH = SHORTEST_LENGTH + MAX_DATA;

    public Ff68Frame {
        if (address < 1 || address > 0xFF) {
            throw new IllegalArgumentException("An address is 1 to 255, not " + address);
        }
        if (command < 0 || command > 0xFF) {
            throw new IllegalArgumentException("A command is 0 to 255, not " + command);
        }
        if (data.length > MAX_DATA) {
            throw new IllegalArgumentException(
                    "At most " + MAX_DATA + " bytes fit, not " + data.length);
        }
    }

    /** The bytes on the wire. */
    public byte[] toBytes() {
        int length = SHORTEST_LENGTH + data.length;
        byte[] wire = new byte[HEADER_LENGTH + length + TRAILER_LENGTH];
        wire[0] = (byte) START;
        wire[1] = MARK;
        wire[2] = (byte) length;
        wire[3] = (byte) length;
        wire[4] = MARK;
        wire[5] = (byte) address;
        wire[6] = (byte) command;
        System.arraycopy(data, 0, wire, 7, data.length);
        wire[wire.length - 2] = (byte) sum(wire, length);
        wire[wire.length - 1] = END;
        return wire;
    }

    /** The sum of the bytes from the address to the last of the data, modulo 256. */
    static int sum(byte[] wire, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += wire[HEADER_LENGTH + i];
        }
        return sum & 0xFF;
    }
}
