package org.hallkiosk.hal.api;

import java.util.List;

/** What is to be printed, from top to bottom; the printer cuts after it. */
public record PrintDocument(List<Element> elements) {
    public PrintDocument {
        elements = List.copyOf(elements);
    }

    /** A part of a document. */
    public sealed interface Element {

        /**
         * One line of text. What does not fit is continued on the next line.
         *
         * @param magnify how many times the printer's own size, 1 to 8
         */
        record Line(String text, Align align, int magnify, boolean bold) implements Element {
            public Line {
                if (magnify < 1 || magnify > 8) {
                    throw new IllegalArgumentException(
                            "A line can be magnified 1 to 8 times, not " + magnify);
                }
            }

            /** A plain line at the left. */
            public static Line of(String text) {
                return new Line(text, Align.LEFT, 1, false);
            }
        }

        /**
         * A QR code (model 2), centred.
         *
         * @param moduleDots the width of one module in dots, 1 to 16
         */
        record QrCode(String content, int moduleDots) implements Element {
            public QrCode {
                if (moduleDots < 1 || moduleDots > 16) {
                    throw new IllegalArgumentException(
                            "A QR module is 1 to 16 dots wide, not " + moduleDots);
                }
            }
        }

        /** Blank paper, in dots of the print head (8 per millimetre at 203 dpi). */
        record Feed(int dots) implements Element {}
    }

    /** Where a line stands. */
    public enum Align {
        LEFT,
        CENTRE,
        RIGHT
    }
}
