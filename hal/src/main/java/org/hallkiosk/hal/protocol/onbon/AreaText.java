package org.hallkiosk.hal.protocol.onbon;

/**
 * Composes the text of a {@link DynamicArea}: the characters and, between them, the escapes for
 * font, colour and line break. One font for the whole area, as the cards demand (led-display.md
 * §1.4).
 */
public final class AreaText {

    /** The fonts of a card, for Chinese and ASCII alike; a Chinese character is square. */
    public enum Font {
        DOTS_16(16, "000"),
        DOTS_24(24, "001"),
        DOTS_32(32, "002");

        private final int dots;
        private final String number;

        Font(int dots, String number) {
            this.dots = dots;
            this.number = number;
        }

        /** The height of a line. An ASCII character is half as wide, a Chinese one as wide. */
        public int dots() {
            return dots;
        }
    }

    /** The colours that every two-colour panel can show. */
    public enum Ink {
        RED('1'),
        GREEN('2'),
        YELLOW('3');

        private final char number;

        Ink(char number) {
            this.number = number;
        }
    }

    private final StringBuilder text = new StringBuilder();

    public AreaText(Font font) {
        text.append("\\FO").append(font.number).append("\\FE").append(font.number);
    }

    /** What follows has this colour. */
    public AreaText ink(Ink ink) {
        text.append("\\C").append(ink.number);
        return this;
    }

    /** Characters. */
    public AreaText text(PanelText characters) {
        text.append(characters.value());
        return this;
    }

    /** The next line begins. */
    public AreaText newLine() {
        text.append("\\n");
        return this;
    }

    /** The text as a card wants it. */
    public byte[] toBytes() {
        return text.toString().getBytes(PanelText.GB2312);
    }
}
