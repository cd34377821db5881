package org.hallkiosk.hal.glyph;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.font.GlyphVector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hallkiosk.hal.api.GlyphSource;

/**
 * Draws characters with the first of some Chinese fonts that has them, then with any installed
 * font.
 *
 * <p>The fonts are opened at the first drawing, or by {@link #warm} before that: this takes 0.4 to
 * 0.6 s once in a process (FACTS.md, Printing), a drawing after it well under a millisecond. Safe
 * on any thread; two threads never draw at the same time.
 */
public final class FontGlyphs implements GlyphSource {

    /** A character beyond the BMP, so that the fonts that hold rare ones are opened too: 𠮷. */
    private static final int RARE = 0x20BB7;

    private static final List<String> PREFERRED =
            List.of("WenQuanYi Zen Hei", "Noto Sans CJK SC", "Noto Serif CJK SC");

    private List<Font> fonts = List.of();

    /** Opens the fonts and draws once, so that the first citizen does not wait for it. Blocks. */
    public void warm() {
        draw('永', 24);
        draw(RARE, 24);
    }

    /** Whether any installed font has the character. May open the fonts. */
    public synchronized boolean has(int codePoint) {
        return fonts().stream().anyMatch(font -> font.canDisplay(codePoint));
    }

    @Override
    public synchronized byte[] draw(int codePoint, int dots) {
        if (dots < 8 || dots > 192) {
            throw new IllegalArgumentException("A glyph is 8 to 192 dots high, not " + dots);
        }
        BufferedImage image = new BufferedImage(dots, dots, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, dots, dots);
        graphics.setColor(Color.BLACK);
        fonts().stream()
                .filter(font -> font.canDisplay(codePoint))
                .findFirst()
                .ifPresentOrElse(
                        font -> drawString(graphics, font, codePoint, dots),
                        () -> drawBox(graphics, dots));
        graphics.dispose();
        return rows(image, dots);
    }

    private static void drawString(Graphics2D graphics, Font font, int codePoint, int dots) {
        Font sized = font.deriveFont((float) dots);
        GlyphVector glyph =
                sized.createGlyphVector(
                        graphics.getFontRenderContext(), Character.toString(codePoint));
        Rectangle2D cell = glyph.getLogicalBounds();
        double x = (dots - cell.getWidth()) / 2;
        // An ideograph fills its em: 0.88 of it above the baseline, 0.12 below.
        double y = dots * 0.88;
        Rectangle2D ink = glyph.getVisualBounds();
        y = Math.min(y, dots - ink.getMaxY());
        y = Math.max(y, -ink.getMinY());
        graphics.drawGlyphVector(glyph, (float) Math.round(x), (float) Math.round(y));
    }

    private static void drawBox(Graphics2D graphics, int dots) {
        int margin = dots / 8;
        graphics.drawRect(margin, margin, dots - 2 * margin - 1, dots - 2 * margin - 1);
    }

    private static byte[] rows(BufferedImage image, int dots) {
        int rowBytes = (dots + 7) / 8;
        byte[] rows = new byte[rowBytes * dots];
        int black = Color.BLACK.getRGB();
        for (int y = 0; y < dots; y++) {
            for (int x = 0; x < dots; x++) {
                if (image.getRGB(x, y) == black) {
                    rows[y * rowBytes + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return rows;
    }

    private List<Font> fonts() {
        if (fonts.isEmpty()) {
            GraphicsEnvironment environment = GraphicsEnvironment.getLocalGraphicsEnvironment();
            List<String> installed = Arrays.asList(environment.getAvailableFontFamilyNames());
            List<String> names = new ArrayList<>(PREFERRED);
            names.retainAll(installed);
            installed.stream().filter(name -> !names.contains(name)).forEach(names::add);
            fonts = names.stream().map(name -> new Font(name, Font.PLAIN, 24)).toList();
        }
        return fonts;
    }
}
