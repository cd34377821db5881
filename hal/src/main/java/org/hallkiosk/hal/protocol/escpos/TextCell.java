package org.hallkiosk.hal.protocol.escpos;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One character of a line as the printer's font A shows it.
 *
 * @param codePoint the character
 * @param code its one or two text bytes; empty when the printer's font lacks it and it must be
 *     drawn
 * @param width in dots: 12 for a one-byte character, 24 for the others (printer-escpos.md §2)
 */
record TextCell(int codePoint, byte[] code, int width) {

    static final int HEIGHT = 24;
    private static final int NARROW = 12;
    private static final int WIDE = 24;
    private static final byte[] NONE = {};

    boolean drawn() {
        return code.length == 0;
    }

    /**
     * The cells of a text. Control characters become spaces, so that no text can command the
     * printer; joiners, marks and variation selectors, which have no cell of their own, are left
     * out.
     */
    static List<TextCell> of(String text) {
        // A charset encoder has state, so there is a fresh pair for each text.
        CharsetEncoder gb18030 = encoder("GB18030");
        CharsetEncoder gbk = encoder("GBK");
        List<TextCell> cells = new ArrayList<>(text.length());
        text.codePoints()
                .forEach(
                        codePoint -> {
                            if (codePoint >= 0x20 && codePoint <= 0x7E) {
                                byte[] code = {(byte) codePoint};
                                cells.add(new TextCell(codePoint, code, NARROW));
                            } else if (Character.isISOControl(codePoint)) {
                                cells.add(new TextCell(' ', new byte[] {' '}, NARROW));
                            } else if (!hasNoCell(codePoint)) {
                                byte[] code = common(codePoint, gb18030, gbk);
                                cells.add(new TextCell(codePoint, code, WIDE));
                            }
                        });
        return cells;
    }

    /**
     * The two bytes that GB18030 and GBK agree on: every Chinese board has exactly those. U+4DAE
     * for one has two bytes in GB18030 and is absent from GBK (printer-escpos.md §2).
     */
    private static byte[] common(int codePoint, CharsetEncoder gb18030, CharsetEncoder gbk) {
        byte[] code = encode(codePoint, gb18030);
        return code.length == 2 && Arrays.equals(code, encode(codePoint, gbk)) ? code : NONE;
    }

    private static byte[] encode(int codePoint, CharsetEncoder encoder) {
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(Character.toString(codePoint)));
            byte[] code = new byte[bytes.remaining()];
            bytes.get(code);
            return code;
        } catch (CharacterCodingException absent) {
            return NONE;
        }
    }

    private static CharsetEncoder encoder(String charset) {
        return Charset.forName(charset)
                .newEncoder()
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .onMalformedInput(CodingErrorAction.REPORT);
    }

    private static boolean hasNoCell(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
