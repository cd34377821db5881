package org.hallkiosk.hal.protocol.escpos;

/** A small black-and-white picture in the making. */
final class DotMatrix {

    private final boolean[][] dots;
    private final int width;

    DotMatrix(int width, int height) {
        this.width = width;
        this.dots = new boolean[height][width];
    }

    /**
     * Puts a glyph into a cell: as it is when the cell is as wide as the glyph's square; otherwise
     * its black part in the middle of the cell, squeezed when it is too wide.
     *
     * @param glyph rows as {@link org.hallkiosk.hal.api.GlyphSource#draw} gives them
     * @param size the side of its square, at most this picture's height
     * @param left where the cell begins
     * @param cellWidth how wide the cell is
     */
    void draw(byte[] glyph, int size, int left, int cellWidth) {
        int from = 0;
        int ink = size;
        if (cellWidth < size) {
            from = firstInk(glyph, size);
            ink = Math.max(1, lastInk(glyph, size) - from + 1);
        }
        int taken = Math.min(ink, cellWidth);
        int margin = (cellWidth - taken) / 2;
        for (int column = 0; column < ink; column++) {
            int x = left + margin + column * taken / ink;
            for (int y = 0; y < size; y++) {
                dots[y][x] |= black(glyph, size, from + column, y);
            }
        }
    }

    /** This picture, each dot widened to the right. */
    DotMatrix emboldened(int by) {
        DotMatrix wider = new DotMatrix(width, dots.length);
        for (int y = 0; y < dots.length; y++) {
            int blackUpTo = -1;
            for (int x = 0; x < width; x++) {
                if (dots[y][x]) {
                    blackUpTo = x + by;
                }
                wider.dots[y][x] = x <= blackUpTo;
            }
        }
        return wider;
    }

    int rowBytes() {
        return (width + 7) / 8;
    }

    /** Row by row, the leftmost dot in the highest bit: the format of GS v 0. */
    byte[] rows() {
        byte[] bytes = new byte[rowBytes() * dots.length];
        for (int y = 0; y < dots.length; y++) {
            for (int x = 0; x < width; x++) {
                if (dots[y][x]) {
                    bytes[y * rowBytes() + (x >> 3)] |= (byte) (0x80 >> (x & 7));
                }
            }
        }
        return bytes;
    }

    /** Column by column, the topmost dot in the highest bit: the format of ESC *. */
    byte[] columns() {
        int columnBytes = (dots.length + 7) / 8;
        byte[] bytes = new byte[width * columnBytes];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < dots.length; y++) {
                if (dots[y][x]) {
                    bytes[x * columnBytes + y / 8] |= (byte) (0x80 >> y % 8);
                }
            }
        }
        return bytes;
    }

    private static int firstInk(byte[] glyph, int size) {
        for (int x = 0; x < size; x++) {
            if (inkIn(glyph, size, x)) {
                return x;
            }
        }
        return 0;
    }

    private static int lastInk(byte[] glyph, int size) {
        for (int x = size - 1; x > 0; x--) {
            if (inkIn(glyph, size, x)) {
                return x;
            }
        }
        return 0;
    }

    private static boolean inkIn(byte[] glyph, int size, int x) {
        for (int y = 0; y < size; y++) {
            if (black(glyph, size, x, y)) {
                return true;
            }
        }
        return false;
    }

    private static boolean black(byte[] glyph, int size, int x, int y) {
        return (glyph[y * ((size + 7) >> 3) + (x >> 3)] & (0x80 >> (x & 7))) != 0;
    }
}
