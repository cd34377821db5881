package org.hallkiosk.hal.protocol.onbon;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Plain text made fit for a card, which knows GB2312 and gives a meaning of its own to two ASCII
 * characters (led-display.md §1.4).
 *
 * <ul>
 *   <li>{@code \} and {@code [} become their full-width forms ＼ and ［, so that no text from outside
 *       can choose a font, a colour or a picture;
 *   <li>line breaks, tabs and other control characters become a space;
 *   <li>what is never seen, such as variation selectors and zero-width joiners, is left out;
 *   <li>any other character outside GB2312 becomes {@link #SUBSTITUTE}, and is counted.
 * </ul>
 *
 * @param value the text that is left
 * @param replaced how many characters were replaced by {@link #SUBSTITUTE}
 */
public record PanelText(String value, int replaced) {

    /** The character that the printing trade puts where a sort is missing (下駄, GB2312 A1FE). */
    public static final char SUBSTITUTE = '〓';

    /** The only character set of the cards' fonts. */
    static final Charset GB2312 = Charset.forName("GB2312");

    /** Makes any text fit. */
    public static PanelText of(String raw) {
        CharsetEncoder encoder = GB2312.newEncoder();
        StringBuilder value = new StringBuilder(raw.length());
        int replaced = 0;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SPACE_SEPARATOR -> {
                    value.append(c == '　' ? '　' : ' ');
                    continue;
                }
                case Character.FORMAT, Character.NON_SPACING_MARK -> {
                    continue;
                }
                default -> {}
            }
            switch (c) {
                case '\\' -> value.append('＼');
                case '[' -> value.append('［');
                default -> {
                    if (c <= Character.MAX_VALUE && encoder.canEncode((char) c)) {
                        value.append((char) c);
                    } else {
                        value.append(SUBSTITUTE);
                        replaced++;
                    }
                }
            }
        }
        return new PanelText(value.toString(), replaced);
    }

    /** Its width: a Chinese character counts two, an ASCII character one. */
    public int columns() {
        return value.chars().map(PanelText::columns).sum();
    }

    private static int columns(int character) {
        return character < 0x80 ? 1 : 2;
    }

    /** As many of its first characters as fit into the columns, at least one if there is one. */
    public PanelText start(int columns) {
        int n = 0;
        for (int used = 0; n < value.length(); n++) {
            used += columns(value.charAt(n));
            if (used > columns && n > 0) {
                break;
            }
        }
        return new PanelText(value.substring(0, n), 0);
    }

    /** What comes after its start. */
    public PanelText after(PanelText start) {
        return new PanelText(value.substring(start.value.length()), 0);
    }

    /** Its first characters, followed by … where something was cut off. */
    public PanelText cut(int characters) {
        return characters >= value.length()
                ? this
                : new PanelText(value.substring(0, Math.max(0, characters - 1)) + "…", replaced);
    }
}
