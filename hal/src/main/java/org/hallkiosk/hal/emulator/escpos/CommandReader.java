package org.hallkiosk.hal.emulator.escpos;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts the byte stream from the host into commands, by the lengths of printer-escpos.md §2 to §6
 * and, for commands that stand there by name only, of Epson's command reference. An unknown command
 * is taken to be two bytes long, as printers do.
 */
final class CommandReader {

    /** No real command is longer: 576 dots by 4096 rows are 294 912 bytes. */
    static final int LONGEST = 1 << 20;

    private static final int MORE = -1;

    private byte[] bytes = new byte[64];
    private int length;
    private long refused;

    /** Takes one byte; gives the command that it completes, or one byte of text. */
    Optional<byte[]> accept(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = b;
        int whole = wholeLength();
        if (whole > LONGEST) {
            refused++;
            length = 0;
            return Optional.empty();
        }
        if (whole == MORE || whole > length) {
            return Optional.empty();
        }
        byte[] command = Arrays.copyOf(bytes, length);
        length = 0;
        if (bytes.length > 4096) {
            bytes = new byte[64];
        }
        return Optional.of(command);
    }

    /** Forgets a command that has begun. */
    void reset() {
        length = 0;
    }

    /** Commands that were refused because no printer has so much memory. */
    long refused() {
        return refused;
    }

    private int wholeLength() {
        return switch (at(0)) {
            case 0x10 -> dle();
            case 0x1B -> esc();
            case 0x1C -> fs();
            case 0x1D -> gs();
            default -> 1;
        };
    }

    private int dle() {
        if (length < 3) {
            boolean known = length < 2 || at(1) == 0x04 || at(1) == 0x05 || at(1) == 0x14;
            return known ? MORE : 2;
        }
        if (at(1) != 0x14) {
            return 3;
        }
        return switch (at(2)) {
            case 0x01, 0x02 -> 5;
            case 0x07 -> 4;
            case 0x08 -> 10;
            default -> 3;
        };
    }

    private int esc() {
        if (length < 2) {
            return MORE;
        }
        return switch (at(1)) {
            case 0x20,
                    0x21,
                    0x25,
                    0x2D,
                    0x33,
                    0x3D,
                    0x3F,
                    0x45,
                    0x47,
                    0x4A,
                    0x4B,
                    0x4D,
                    0x52,
                    0x54,
                    0x56,
                    0x61,
                    0x64,
                    0x65,
                    0x72,
                    0x74,
                    0x7B ->
                    3;
            case 0x24, 0x42, 0x5C, 0x63 -> 4;
            case 0x70 -> 5;
            case 0x57 -> 10;
            case 0x2A -> length < 5 ? MORE : 5 + word(3) * (at(2) >= 32 ? 3 : 1);
            case 0x28 -> length < 5 ? MORE : 5 + word(3);
            case 0x44 -> length > 2 && at(length - 1) == 0 ? length : MORE;
            default -> 2;
        };
    }

    private int fs() {
        if (length < 2) {
            return MORE;
        }
        return switch (at(1)) {
            case 0x21, 0x2D, 0x43, 0x57 -> 3;
            case 0x53, 0x3F, 0x70 -> 4;
            case 0x28 -> length < 5 ? MORE : 5 + word(3);
            case 0x32 -> 4 + 72;
            default -> 2;
        };
    }

    private int gs() {
        if (length < 2) {
            return MORE;
        }
        return switch (at(1)) {
            case 0x21, 0x2F, 0x42, 0x48, 0x49, 0x61, 0x62, 0x66, 0x68, 0x72, 0x77, 0x7C, 0xE0 -> 3;
            case 0x24, 0x4C, 0x50, 0x57, 0x5C -> 4;
            case 0x5E -> 5;
            case 0x56 -> length < 3 ? MORE : at(2) == 0x41 || at(2) == 0x42 ? 4 : 3;
            case 0x65 -> length < 3 ? MORE : at(2) == 0x03 ? 4 : at(2) == 0x20 ? 5 : 3;
            case 0x28 -> length < 5 ? MORE : 5 + word(3);
            case 0x2A -> length < 4 ? MORE : 4 + at(2) * at(3) * 8;
            case 0x38 -> length < 7 ? MORE : Math.max(7, 7 + word(3) + (word(5) << 16));
            case 0x6B -> barcode();
            case 0x76 -> length < 8 ? MORE : 8 + word(4) * word(6);
            default -> 2;
        };
    }

    private int barcode() {
        if (length < 4) {
            return MORE;
        }
        if (at(2) > 6) {
            return 4 + at(3);
        }
        return at(length - 1) == 0 ? length : MORE;
    }

    private int word(int index) {
        return at(index) | at(index + 1) << 8;
    }

    private int at(int index) {
        return bytes[index] & 0xFF;
    }
}
