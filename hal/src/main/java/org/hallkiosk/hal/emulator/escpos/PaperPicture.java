package org.hallkiosk.hal.emulator.escpos;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * How a piece of paper looks, at 203 dpi, one pixel a dot. It is drawn when asked for; AWT is not
 * loaded before. Safe on any thread.
 */
public final class PaperPicture {

    private final int widthDots;
    private final int heightDots;
    private final List<Mark> marks;

    PaperPicture(int widthDots, int heightDots, List<Mark> marks) {
        this.widthDots = widthDots;
        this.heightDots = heightDots;
        this.marks = List.copyOf(marks);
    }

    /** Whether nothing has been printed on it. */
    public boolean isBlank() {
        return marks.isEmpty();
    }

    /** How long the paper is, in dots. */
    public int heightDots() {
        return heightDots;
    }

    /**
     * The printable width only, black on white.
     *
     * @return an image as wide as the head and as high as the paper, at least one row
     */
    public BufferedImage draw() {
        BufferedImage image =
                new BufferedImage(
                        widthDots, Math.max(1, heightDots), BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        CellFont font = new CellFont();
        for (Mark mark : marks) {
            switch (mark) {
                case Mark.Glyph glyph -> glyph(graphics, font, glyph);
                case Mark.Dots dots -> dots(image, dots);
            }
        }
        graphics.dispose();
        return image;
    }

    /** The picture as a PNG file: exactly the dots of the head, no margin. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(draw(), "png", out)) {
                throw new IllegalStateException("This Java has no PNG writer");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void glyph(Graphics2D graphics, CellFont font, Mark.Glyph glyph) {
        BufferedImage cell = font.cell(glyph.codePoint(), glyph.bold(), glyph.reversed());
        graphics.drawImage(cell, glyph.x(), glyph.y(), glyph.width(), glyph.height(), null);
        if (glyph.underlined()) {
            graphics.setColor(Color.BLACK);
            graphics.fillRect(glyph.x(), glyph.y() + glyph.height() - 2, glyph.width(), 2);
        }
    }

    private static void dots(BufferedImage image, Mark.Dots dots) {
        int black = Color.BLACK.getRGB();
        for (int y = 0; y < dots.height() && dots.y() + y < image.getHeight(); y++) {
            for (int x = 0; x < dots.width() && dots.x() + x < image.getWidth(); x++) {
                if (dots.black(x, y)) {
                    image.setRGB(dots.x() + x, dots.y() + y, black);
                }
            }
        }
    }
}
