package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;

/**
 * A person's picture (照片), three wide and four high. Without one it shows the surname, or the first
 * letters of a name that is written in letters, or a sign for somebody.
 */
public final class PortraitView extends JComponent {

    private static final double WIDTH_TO_HEIGHT = 3.0 / 4;
    private static final int CODE_POINTS = 2;

    private final Style.Source source;
    private String name = "";
    private Optional<Path> file = Optional.empty();
    private @Nullable BufferedImage picture;

    /** Nobody yet. */
    public PortraitView(Style.Source source) {
        this.source = source;
        setFocusable(false);
    }

    /**
     * Shows another person. Blocks for the reading of the file, the first time that it is shown
     * after another one.
     *
     * @param newName empty when it is not known
     * @param newFile where the picture is; one that cannot be read is none
     */
    public void setPerson(String newName, Optional<Path> newFile) {
        if (!newFile.equals(file)) {
            file = newFile;
            picture = newFile.flatMap(PictureFile::read).orElse(null);
            repaint();
        }
        if (!newName.equals(name)) {
            name = newName;
            repaint();
        }
    }

    /** Whether there is a picture to show. */
    public boolean hasPicture() {
        return picture != null;
    }

    /** What stands for a picture that is not there; empty when the name is. */
    static String initials(String name) {
        String plain = name.strip();
        if (plain.isEmpty()) {
            return "";
        }
        int first = plain.codePointAt(0);
        if (Character.isIdeographic(first)) {
            return Character.toString(first);
        }
        StringBuilder letters = new StringBuilder();
        for (String word : plain.split("\\s+", -1)) {
            if (letters.codePointCount(0, letters.length()) < CODE_POINTS) {
                letters.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
            }
        }
        return letters.toString();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        FlatUIUtils.setRenderingHints(g);
        Style style = source.style();
        double height = Math.min(getHeight(), getWidth() / WIDTH_TO_HEIGHT);
        double width = height * WIDTH_TO_HEIGHT;
        Rectangle2D frame =
                new Rectangle2D.Double(
                        (getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
        double arc = style.px(24);
        Shape body =
                new RoundRectangle2D.Double(
                        frame.getX(), frame.getY(), frame.getWidth(), frame.getHeight(), arc, arc);
        g.setColor(style.palette().primary());
        g.fill(body);
        BufferedImage image = picture;
        if (image != null) {
            g.clip(body);
            paintPicture(g, image, frame);
        } else if (initials(name).isEmpty()) {
            double side = width * 0.7;
            Symbol.PERSON.paint(
                    g,
                    frame.getCenterX() - side / 2,
                    frame.getCenterY() - side / 2,
                    side,
                    style.palette().onPrimary());
        } else {
            paintInitials(g, style, initials(name), frame);
        }
        g.dispose();
    }

    /** As much of the picture as fills the frame, its middle in the frame's. */
    private static void paintPicture(Graphics2D g, BufferedImage image, Rectangle2D frame) {
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        double scale =
                Math.max(
                        frame.getWidth() / image.getWidth(), frame.getHeight() / image.getHeight());
        int width = (int) Math.ceil(image.getWidth() * scale);
        int height = (int) Math.ceil(image.getHeight() * scale);
        g.drawImage(
                image,
                (int) (frame.getCenterX() - width / 2.0),
                (int) (frame.getCenterY() - height / 2.0),
                width,
                height,
                null);
    }

    private static void paintInitials(
            Graphics2D g, Style style, String initials, Rectangle2D frame) {
        Font font = style.font(frame.getWidth() * 0.55, true);
        TextLayout line = new TextLayout(initials, font, g.getFontRenderContext());
        Rectangle2D ink = line.getBounds();
        g.setColor(style.palette().onPrimary());
        line.draw(
                g,
                (float) (frame.getCenterX() - ink.getCenterX()),
                (float) (frame.getCenterY() - ink.getCenterY()));
    }

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext = new Spoken();
        }
        return accessibleContext;
    }

    /** The name stands beside the picture; a screen reader reads it there. */
    private final class Spoken extends AccessibleJComponent {
        @Override
        public AccessibleRole getAccessibleRole() {
            return AccessibleRole.ICON;
        }
    }
}
