package org.hallkiosk.hal.api;

/**
 * Draws a character that a printer's own font lacks. Implementations need a font and say so when
 * there is none.
 */
public interface GlyphSource {

    /**
     * Draws one character into a square of dots.
     *
     * @param codePoint the Unicode character
     * @param dots the height and width of the square, 8 to 192
     * @return the rows from top to bottom, each of (dots + 7) / 8 bytes, the leftmost dot in the
     *     highest bit, 1 for black; a hollow box when no installed font has the character
     */
    byte[] draw(int codePoint, int dots);
}
