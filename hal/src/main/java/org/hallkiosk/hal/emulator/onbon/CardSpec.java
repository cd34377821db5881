package org.hallkiosk.hal.emulator.onbon;

import java.time.Duration;

/**
 * An emulated panel and its card.
 *
 * @param name what pictures and messages call it; it becomes part of a file's name, so letters,
 *     digits, dot, underline and hyphen only, a letter or digit first
 * @param screenId its address on the line, 1 to 65533
 * @param width of the panel in dots
 * @param height of the panel in dots
 * @param model which limits hold
 * @param replyDelay from the end of a request to the start of its answer
 */
public record CardSpec(
        String name, int screenId, int width, int height, Model model, Duration replyDelay) {

    /** The limits of a family of cards (led-display.md §1.1). */
    public enum Model {
        BX_5K(512, 8, 512),
        BX_6K(1024, 5, 1024);

        final int receiveBuffer;
        final int areas;
        final int areaBytes;

        Model(int receiveBuffer, int areas, int areaBytes) {
            this.receiveBuffer = receiveBuffer;
            this.areas = areas;
            this.areaBytes = areaBytes;
        }
    }

    public CardSpec {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("A panel cannot be called " + name);
        }
        if (screenId < 1 || screenId > 0xFFFD) {
            throw new IllegalArgumentException("A screen id is 1 to 65533, not " + screenId);
        }
        if (width < 8 || width > 4096 || height < 8 || height > 1024) {
            throw new IllegalArgumentException(
                    "A panel is 8x8 to 4096x1024 dots, not " + width + "x" + height);
        }
    }

    /** A BX-5K card that answers after 5 ms. */
    public static CardSpec bx5k(String name, int screenId, int width, int height) {
        return new CardSpec(name, screenId, width, height, Model.BX_5K, Duration.ofMillis(5));
    }
}
