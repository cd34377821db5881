package org.hallkiosk.hal.protocol.onbon;

import java.io.ByteArrayOutputStream;

/**
 * A rectangle of the panel with a text of its own (动态区, led-display.md §1.4). Silent: the voice of
 * a card is not used.
 *
 * @param number 0 to 7 on a 5K card, 0 to 4 on a 6K card
 * @param place where it lies
 * @param lineGap empty rows between two lines of text, in dots
 * @param life how long it is shown
 * @param across where a line stands between left and right
 * @param down where the lines stand between top and bottom
 * @param oneLine whether all text stands on one line
 * @param wrap whether a line that is too long continues on the next; otherwise only where the text
 *     says so
 * @param motion how it comes
 * @param text GB2312 with escapes, see {@link AreaText}; not copied
 */
public record DynamicArea(
        int number,
        Place place,
        int lineGap,
        Life life,
        Across across,
        Down down,
        boolean oneLine,
        boolean wrap,
        Motion motion,
        byte[] text) {

    /** In dots, from the upper left corner. */
    public record Place(int x, int y, int width, int height) {
        public Place {
            requireRange("x", x, 0x7FFF);
            requireRange("y", y, 0xFFFF);
            requireRange("width", width, 0x7FFF);
            requireRange("height", height, 0xFFFF);
        }
    }

    /**
     * @param seconds how long after its last update the card deletes the area, 0 to 65535; only
     *     used by {@link RunMode#DELETE_AFTER_TIMEOUT}
     */
    public record Life(RunMode mode, int seconds) {
        public Life {
            requireRange("timeout", seconds, 0xFFFF);
        }
    }

    /** What the card does after the last page. */
    public enum RunMode {
        LOOP(0),
        STOP_ON_LAST_PAGE(1),
        DELETE_AFTER_TIMEOUT(2);

        private final int code;

        RunMode(int code) {
            this.code = code;
        }
    }

    /** Where a line stands between left and right. */
    public enum Across {
        LEFT(0),
        RIGHT(1),
        CENTRE(2);

        private final int code;

        Across(int code) {
            this.code = code;
        }
    }

    /** Where the lines stand between top and bottom. */
    public enum Down {
        TOP(0),
        BOTTOM(1),
        MIDDLE(2);

        private final int code;

        Down(int code) {
            this.code = code;
        }
    }

    /**
     * @param speed of an effect that moves, 0 (fast) to 24 (slow)
     * @param stay how long a page stays, in half seconds, 0 to 255
     */
    public record Motion(Effect effect, int speed, int stay) {
        public Motion {
            requireRange("speed", speed, 0x18);
            requireRange("stay", stay, 0xFF);
        }
    }

    /** How a page comes onto the panel. */
    public enum Effect {
        STATIC(1),
        QUICK(2),
        LEFT(3),
        RIGHT(4),
        UP(5),
        DOWN(6);

        private final int code;

        Effect(int code) {
            this.code = code;
        }
    }

    /** Marks an x or a width as counted in dots, not in units of eight. */
    private static final int IN_DOTS = 0x8000;

    public DynamicArea {
        requireRange("number", number, 7);
        requireRange("line gap", lineGap, 0xFF);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 + text.length);
        out.write(0);
        word(out, place.x | IN_DOTS);
        word(out, place.y);
        word(out, place.width | IN_DOTS);
        word(out, place.height);
        out.write(number);
        out.write(lineGap);
        out.write(life.mode.code);
        word(out, life.seconds);
        out.write(0); // no sound
        out.write(0); // no extension
        out.write((down.code << 2) | across.code);
        out.write(oneLine ? 1 : 2);
        out.write(wrap ? 2 : 1);
        out.write(motion.effect.code);
        out.write(0); // the only exit mode
        out.write(motion.speed);
        out.write(motion.stay);
        word(out, text.length);
        word(out, text.length >>> 16);
        out.writeBytes(text);
        return out.toByteArray();
    }

    private static void word(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >>> 8);
    }

    private static void requireRange(String what, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(
                    "The " + what + " of an area is 0 to " + max + ", not " + value);
        }
    }
}
