package org.hallkiosk.ui.kit;

import java.awt.Color;

/**
 * The colours of a screen. Each pair that carries text is at least 7:1 (WCAG 2.2 §1.4.6, enhanced);
 * no state is told by colour alone.
 *
 * @param ground behind everything
 * @param surface of cards and buttons
 * @param ink for text on ground and surface
 * @param quiet for what stands beside
 * @param line for borders
 * @param primary for what may be touched and for the head of the screen
 * @param onPrimary for text on primary
 * @param accent for the number that is called
 * @param notice behind a warning
 * @param onNotice for text on it
 * @param good for what has succeeded
 */
public record Palette(
        Color ground,
        Color surface,
        Color ink,
        Color quiet,
        Color line,
        Color primary,
        Color onPrimary,
        Color accent,
        Color notice,
        Color onNotice,
        Color good) {

    /** For screens that people touch. */
    public static Palette light() {
        return new Palette(
                new Color(0xF2F4F8),
                new Color(0xFFFFFF),
                new Color(0x14213A),
                new Color(0x43506A),
                new Color(0xBCC5D3),
                new Color(0x0B3B7A),
                new Color(0xFFFFFF),
                new Color(0x9A1B1E),
                new Color(0xFFEFCF),
                new Color(0x5A3000),
                new Color(0x0B5A39));
    }

    /** For screens that are read from afar. */
    public static Palette dark() {
        return new Palette(
                new Color(0x0A1730),
                new Color(0x12244A),
                new Color(0xFFFFFF),
                new Color(0xC6D1E6),
                new Color(0x2C4272),
                new Color(0x1A3566),
                new Color(0xFFFFFF),
                new Color(0xFFD166),
                new Color(0xFFD166),
                new Color(0x2A1B00),
                new Color(0x9BE7BD));
    }
}
