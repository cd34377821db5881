package org.hallkiosk.hal.emulator.escpos;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds real-time commands in the raw stream, wherever they stand: inside picture data too
 * (printer-escpos.md §3).
 */
final class RealTimeScanner {

    private static final byte[] CLEAR = {0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8};
    private static final byte[] POWER_OFF = {0x10, 0x14, 2, 1, 8};

    private final byte[] window = new byte[CLEAR.length];
    private int length;

    /** Takes one byte; gives the real-time command that it completes. */
    Optional<byte[]> accept(byte b) {
        window[length++] = b;
        if (!fitsSoFar()) {
            length = 0;
            if (b == 0x10) {
                window[length++] = b;
            }
            return Optional.empty();
        }
        if (length < whole()) {
            return Optional.empty();
        }
        byte[] command = Arrays.copyOf(window, length);
        length = 0;
        return Optional.of(command);
    }

    void reset() {
        length = 0;
    }

    private boolean fitsSoFar() {
        if (window[0] != 0x10) {
            return false;
        }
        if (length < 2) {
            return true;
        }
        return switch (window[1]) {
            case 0x04 -> length < 3 || isStatus(window[2]);
            case 0x05 -> length < 3 || (window[2] >= 0 && window[2] <= 2);
            case 0x14 -> length < 3 || isPulseOrBegins();
            default -> false;
        };
    }

    private static boolean isStatus(byte n) {
        return (n >= 1 && n <= 4) || n == 0x11 || n == 0x14 || n == 0x15;
    }

    private boolean isPulseOrBegins() {
        return switch (window[2]) {
            case 0x01, 0x07 -> true;
            case 0x02 -> begins(POWER_OFF);
            case 0x08 -> begins(CLEAR);
            default -> false;
        };
    }

    private boolean begins(byte[] whole) {
        return length <= whole.length && Arrays.equals(whole, 0, length, window, 0, length);
    }

    private int whole() {
        if (length < 3 || window[1] != 0x14) {
            return 3;
        }
        return switch (window[2]) {
            case 0x07 -> 4;
            case 0x08 -> CLEAR.length;
            default -> 5;
        };
    }
}
