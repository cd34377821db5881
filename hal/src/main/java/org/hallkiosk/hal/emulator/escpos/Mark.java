package org.hallkiosk.hal.emulator.escpos;

/** Something that the head has put on the paper, in dots from the paper's left top corner. */
sealed interface Mark {

    int x();

    int y();

    int height();

    /** The same, elsewhere. */
    Mark moved(int x, int y);

    /**
     * One character of the printer's own font.
     *
     * @param width the cell's width, magnification included
     * @param height the cell's height, magnification included
     */
    record Glyph(
            int x,
            int y,
            int width,
            int height,
            int codePoint,
            boolean bold,
            boolean underlined,
            boolean reversed)
            implements Mark {
        @Override
        public Glyph moved(int newX, int newY) {
            return new Glyph(newX, newY, width, height, codePoint, bold, underlined, reversed);
        }
    }

    /**
     * A picture as it was sent.
     *
     * @param rows from top to bottom, each of (width + 7) / 8 bytes, the leftmost dot highest
     */
    record Dots(int x, int y, int width, int height, byte[] rows) implements Mark {
        @Override
        public Dots moved(int newX, int newY) {
            return new Dots(newX, newY, width, height, rows);
        }

        boolean black(int column, int row) {
            return (rows[row * ((width + 7) / 8) + column / 8] & (0x80 >> column % 8)) != 0;
        }
    }
}
