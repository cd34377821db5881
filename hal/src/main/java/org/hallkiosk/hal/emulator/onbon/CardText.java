package org.hallkiosk.hal.emulator.onbon;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a card makes of the text of an area: lines of characters with colour and size, and the fonts
 * that it needs for them (led-display.md §1.4).
 *
 * @param lines as broken by {@code \n}
 * @param fonts the heights of the fonts that the text names, in dots
 */
record CardText(List<List<PanelView.Cell>> lines, Set<Integer> fonts) {

    private static final Charset GB2312 = Charset.forName("GB2312");

    CardText {
        lines = lines.stream().map(List::copyOf).toList();
        fonts = Set.copyOf(fonts);
    }

    static CardText of(byte[] text) {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final byte[] text;
        private final List<List<PanelView.Cell>> lines = new ArrayList<>();
        private final Set<Integer> fonts = new HashSet<>();
        private int at;
        private int colour = 1;
        private int chineseDots = 16;
        private int asciiDots = 16;

        Reader(byte[] text) {
            this.text = text;
            lines.add(new ArrayList<>());
        }

        CardText read() {
            while (at < text.length) {
                int b = text[at] & 0xFF;
                if (b == '\\') {
                    escape();
                } else if (b == '[') {
                    voiceMark();
                } else if (b >= 0xA1 && at + 1 < text.length) {
                    put(new String(text, at, 2, GB2312).codePointAt(0), chineseDots);
                    at += 2;
                } else {
                    put(b < 0x80 ? b : '?', asciiDots);
                    at++;
                }
            }
            return new CardText(lines, fonts);
        }

        private void escape() {
            switch (peek(1)) {
                case 'F' -> {
                    int dots = fontDots(peek(5));
                    if (peek(2) == 'O') {
                        chineseDots = dots;
                    } else {
                        asciiDots = dots;
                    }
                    fonts.add(dots);
                    at += 6;
                }
                case 'C' -> {
                    colour = Math.clamp(peek(2) - '0', 1, 7);
                    at += 3;
                }
                case 'n' -> {
                    lines.add(new ArrayList<>());
                    at += 2;
                }
                case 'D' -> at += 3; // a field of the clock: changes with time, not rendered
                case 'T' -> {
                    while (at < text.length && text[at] != '|') {
                        at++;
                    }
                    at++;
                }
                default -> at += 2;
            }
        }

        /** A mark such as [n1] tells the voice how to read; nobody sees it. */
        private void voiceMark() {
            if (peek(3) == ']') {
                at += 4;
            } else {
                put('[', asciiDots);
                at++;
            }
        }

        private int peek(int ahead) {
            return at + ahead < text.length ? text[at + ahead] & 0xFF : -1;
        }

        private void put(int codePoint, int dots) {
            lines.getLast().add(new PanelView.Cell(codePoint, colour, dots));
        }

        private static int fontDots(int digit) {
            return switch (digit) {
                case '1' -> 24;
                case '2' -> 32;
                default -> 16;
            };
        }
    }
}
