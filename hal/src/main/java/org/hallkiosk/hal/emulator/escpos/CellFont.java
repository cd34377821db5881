package org.hallkiosk.hal.emulator.escpos;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The printer's built-in font A: 24 by 24 dots for Chinese characters, 12 by 24 for the others
 * (printer-escpos.md §2). The shapes come from an installed Chinese font, drawn without grey, so
 * they look like a thermal printer's and not like any one maker's.
 */
final class CellFont {

    private static final int WIDE = 24;
    private static final int NARROW = 12;

    /** Fonts that look right at 24 dots, best first; the packages are those of Debian. */
    private static final List<String> CHINESE =
            List.of("WenQuanYi Zen Hei", "Noto Sans CJK SC", "Noto Serif CJK SC");

    private static final List<String> LATIN =
            List.of("WenQuanYi Zen Hei Mono", "Noto Sans Mono CJK SC", Font.MONOSPACED);

    private record Key(int codePoint, boolean bold, boolean reversed) {}

    private final Font chinese;
    private final Font latin;
    private final Map<Key, BufferedImage> cells = new HashMap<>();

    CellFont() {
        Set<String> installed =
                new HashSet<>(
                        Arrays.asList(
                                GraphicsEnvironment.getLocalGraphicsEnvironment()
                                        .getAvailableFontFamilyNames()));
        chinese = new Font(first(CHINESE, installed), Font.PLAIN, WIDE);
        latin = new Font(first(LATIN, installed), Font.PLAIN, 22);
    }

    /** One cell in its natural size. */
    BufferedImage cell(int codePoint, boolean bold, boolean reversed) {
        return cells.computeIfAbsent(new Key(codePoint, bold, reversed), CellFont.this::draw);
    }

    static boolean narrow(int codePoint) {
        return codePoint < 0x80 || (codePoint >= 0x2500 && codePoint < 0x25A0);
    }

    private BufferedImage draw(Key key) {
        boolean narrow = narrow(key.codePoint);
        int width = narrow ? NARROW : WIDE;
        BufferedImage cell = new BufferedImage(width, WIDE, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = cell.createGraphics();
        graphics.setColor(key.reversed ? Color.BLACK : Color.WHITE);
        graphics.fillRect(0, 0, width, WIDE);
        graphics.setColor(key.reversed ? Color.WHITE : Color.BLACK);
        Font font = narrow && key.codePoint < 0x80 ? latin : chinese;
        String text = Character.toString(key.codePoint);
        if (key.codePoint == 0xFFFD || font.canDisplayUpTo(text) >= 0) {
            graphics.drawRect(2, 3, width - 5, WIDE - 6);
        } else {
            graphics.setFont(font);
            FontMetrics metrics = graphics.getFontMetrics();
            int x = (width - metrics.stringWidth(text)) / 2;
            int y = (WIDE - metrics.getAscent() - metrics.getDescent()) / 2 + metrics.getAscent();
            graphics.drawString(text, x, y);
            if (key.bold) {
                graphics.drawString(text, x + 1, y);
            }
        }
        graphics.dispose();
        return cell;
    }

    private static String first(List<String> wanted, Set<String> installed) {
        return wanted.stream().filter(installed::contains).findFirst().orElse(Font.DIALOG);
    }
}
