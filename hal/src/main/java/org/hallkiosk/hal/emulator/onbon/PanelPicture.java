package org.hallkiosk.hal.emulator.onbon;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a panel as a visitor sees it: lamps in rows and columns on black, lit or not. Characters
 * are put into the card's grid of dots from a font of this computer.
 *
 * <p>One object for one thread; it keeps the characters that it has drawn.
 */
public final class PanelPicture {

    /** How many pixels a dot of the panel takes in each direction. */
    public static final int SCALE = 6;

    /** Fonts with even strokes that stay readable in few dots come first. */
    private static final List<String> FONTS =
            List.of("Unifont", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK SC");

    private static final Color BOARD = new Color(0x0B0B0C);
    private static final Color DARK_LAMP = new Color(0x241E1C);
    private static final int FRAME = 2 * SCALE;
    private static final double LAMP = 0.78;
    private static final int OVERSAMPLING = 8;

    private final Map<PanelView.Cell, boolean[][]> glyphs = new HashMap<>();
    private final Font font = chooseFont();

    /** The picture, {@link #SCALE} pixels for each dot, with a dark frame around it. */
    public BufferedImage draw(PanelView view) {
        int[][] lamps = lamps(view);
        BufferedImage image =
                new BufferedImage(
                        view.width() * SCALE + 2 * FRAME,
                        view.height() * SCALE + 2 * FRAME,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setColor(BOARD);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            for (int y = 0; y < view.height(); y++) {
                for (int x = 0; x < view.width(); x++) {
                    if (lamps[y][x] != 0) {
                        glow(g, x, y, colour(lamps[y][x], view.brightness()));
                    }
                }
            }
            for (int y = 0; y < view.height(); y++) {
                for (int x = 0; x < view.width(); x++) {
                    g.setColor(
                            lamps[y][x] == 0 ? DARK_LAMP : colour(lamps[y][x], view.brightness()));
                    g.fill(lamp(x, y, LAMP));
                }
            }
        } finally {
            g.dispose();
        }
        return image;
    }

    /** Which lamps are lit: 0 dark, otherwise the colour's number on the wire. */
    int[][] lamps(PanelView view) {
        int[][] lamps = new int[view.height()][view.width()];
        for (PanelView.Area area : view.areas()) {
            for (PanelView.Row row : area.rows()) {
                int x = row.x();
                for (PanelView.Cell cell : row.cells()) {
                    put(lamps, area, x, row.y(), cell);
                    x += cell.width();
                }
            }
        }
        return lamps;
    }

    private void put(int[][] lamps, PanelView.Area area, int left, int top, PanelView.Cell cell) {
        boolean[][] dots = glyphs.computeIfAbsent(cell, this::dots);
        for (int dy = 0; dy < dots.length; dy++) {
            for (int dx = 0; dx < dots[dy].length; dx++) {
                int x = left + dx;
                int y = top + dy;
                boolean inArea =
                        x >= area.x()
                                && x < area.x() + area.width()
                                && y >= area.y()
                                && y < area.y() + area.height();
                if (dots[dy][dx] && inArea && y >= 0 && y < lamps.length && x < lamps[y].length) {
                    lamps[y][x] = cell.colour();
                }
            }
        }
    }

    /** Draws the character large, and lights each dot of which enough is covered. */
    private boolean[][] dots(PanelView.Cell cell) {
        int width = cell.width();
        int height = cell.dots();
        boolean[][] dots = new boolean[height][width];
        if (Character.isWhitespace(cell.codePoint())) {
            return dots;
        }
        BufferedImage large =
                new BufferedImage(
                        width * OVERSAMPLING, height * OVERSAMPLING, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = large.createGraphics();
        try {
            FontRenderContext context = new FontRenderContext(new AffineTransform(), true, true);
            Font sized = font.deriveFont((float) (height * OVERSAMPLING));
            GlyphVector glyph =
                    sized.createGlyphVector(context, Character.toString(cell.codePoint()));
            double advance = glyph.getLogicalBounds().getWidth();
            AffineTransform fit =
                    AffineTransform.getTranslateInstance(
                            0, sized.getLineMetrics("永", context).getAscent() * 0.94);
            fit.scale(advance == 0 ? 1 : width * OVERSAMPLING / advance, 1);
            g.setColor(Color.WHITE);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.fill(fit.createTransformedShape(glyph.getOutline()));
        } finally {
            g.dispose();
        }
        int across = sharpest(large, width, height, true);
        int down = sharpest(large, width, height, false);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                dots[y][x] = coverage(large, x, y, across, down) > 0.42;
            }
        }
        return dots;
    }

    /**
     * How far to move the grid so that strokes lie on dots and not between them: by less than half
     * a dot, in pixels of the large drawing.
     */
    private static int sharpest(BufferedImage large, int width, int height, boolean across) {
        int best = 0;
        double most = -1;
        for (int shift = -OVERSAMPLING / 2 + 1; shift < OVERSAMPLING / 2; shift++) {
            double sharpness = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sharpness +=
                            Math.abs(
                                    coverage(large, x, y, across ? shift : 0, across ? 0 : shift)
                                            - 0.5);
                }
            }
            if (sharpness > most) {
                most = sharpness;
                best = shift;
            }
        }
        return best;
    }

    /** How much of a dot is covered, 0 to 1. */
    private static double coverage(BufferedImage large, int x, int y, int across, int down) {
        int sum = 0;
        for (int dy = 0; dy < OVERSAMPLING; dy++) {
            for (int dx = 0; dx < OVERSAMPLING; dx++) {
                int atX = Math.clamp(x * OVERSAMPLING + dx + across, 0, large.getWidth() - 1);
                int atY = Math.clamp(y * OVERSAMPLING + dy + down, 0, large.getHeight() - 1);
                sum += large.getRaster().getSample(atX, atY, 0);
            }
        }
        return sum / (255.0 * OVERSAMPLING * OVERSAMPLING);
    }

    private static Ellipse2D lamp(int x, int y, double size) {
        double edge = SCALE * (1 - size) / 2;
        return new Ellipse2D.Double(
                FRAME + x * SCALE + edge, FRAME + y * SCALE + edge, SCALE * size, SCALE * size);
    }

    private static void glow(Graphics2D g, int x, int y, Color colour) {
        g.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 45));
        g.fill(lamp(x, y, 1.9));
    }

    private static Color colour(int number, int brightness) {
        Color full =
                switch (number) {
                    case 2 -> new Color(0x38F04A);
                    case 3 -> new Color(0xFFC21A);
                    case 4 -> new Color(0x3A6BFF);
                    case 5 -> new Color(0x35E6F2);
                    case 6 -> new Color(0xF24BE0);
                    case 7 -> new Color(0xF4F4F4);
                    default -> new Color(0xFF3A2A);
                };
        double factor = 0.35 + 0.65 * brightness / 15;
        return new Color(
                (int) (full.getRed() * factor),
                (int) (full.getGreen() * factor),
                (int) (full.getBlue() * factor));
    }

    private static Font chooseFont() {
        for (String name : FONTS) {
            Font font = new Font(name, Font.PLAIN, 16);
            if (font.getFamily(Locale.ROOT).equals(name)) {
                return font;
            }
        }
        return new Font(Font.SANS_SERIF, Font.PLAIN, 16);
    }
}
