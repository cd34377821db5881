package org.hallkiosk.ui.screen;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of nobody, as a hall would put one into its folder. */
final class Portrait {

    private static final Path FILE = Path.of("target", "portraits", "1001.jpg");

    private Portrait() {}

    /** Draws it, unless it is there already. */
    static Path file() {
        try {
            if (!Files.exists(FILE)) {
                Files.createDirectories(FILE.getParent());
                ImageIO.write(draw(), "jpg", FILE.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FILE;
    }

    private static BufferedImage draw() {
        BufferedImage image = new BufferedImage(413, 579, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(new GradientPaint(0, 0, new Color(0x8FB3DE), 0, 579, new Color(0xC9DBF0)));
        g.fillRect(0, 0, 413, 579);
        g.setColor(new Color(0x23262E));
        g.fill(new Ellipse2D.Double(106, 88, 200, 260));
        g.setColor(new Color(0xE9C4A6));
        g.fill(new RoundRectangle2D.Double(170, 300, 72, 110, 40, 40));
        g.fill(new Ellipse2D.Double(124, 130, 164, 206));
        g.setColor(new Color(0x1D3557));
        g.fill(new RoundRectangle2D.Double(40, 390, 333, 300, 170, 170));
        g.setColor(Color.WHITE);
        g.fillPolygon(new int[] {160, 252, 206}, new int[] {390, 390, 480}, 3);
        g.dispose();
        return image;
    }
}
