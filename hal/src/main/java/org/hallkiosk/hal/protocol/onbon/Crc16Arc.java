package org.hallkiosk.hal.protocol.onbon;

/** CRC-16/ARC: reflected polynomial A001, initial value 0, no final xor (led-display.md §1.2). */
final class Crc16Arc {

    private static final int POLYNOMIAL = 0xA001;

    private Crc16Arc() {}

    /** The checksum of the first {@code length} bytes, 0 to FFFF. */
    static int of(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
        }
        return crc;
    }
}
