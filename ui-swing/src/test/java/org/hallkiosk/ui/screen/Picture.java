package org.hallkiosk.ui.screen;

import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hallkiosk.core.port.screen.ScreenView;
import org.jspecify.annotations.Nullable;

/** A screen painted without a display, and what can be read from it. */
final class Picture {

    private static final Path FOLDER = Path.of("target", "screens");

    private final ScreenPanel<?> panel;

    private Picture(ScreenPanel<?> panel) {
        this.panel = panel;
    }

    /** Paints a screen and keeps the picture as the test's output. */
    static <V extends ScreenView> Picture of(
            String name, Supplier<ScreenPanel<V>> screen, V view, int width, int height)
            throws IOException {
        Picture[] made = new Picture[1];
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        onUiThread(
                () -> {
                    FlatLightLaf.setup();
                    ScreenPanel<V> panel = screen.get();
                    panel.setSize(width, height);
                    panel.show(view);
                    layOut(panel);
                    Graphics2D g = image.createGraphics();
                    panel.paint(g);
                    g.dispose();
                    made[0] = new Picture(panel);
                });
        Path file = FOLDER.resolve(name + ".png");
        Files.createDirectories(FOLDER);
        QuickPng.write(image, file);
        Picture result = made[0];
        if (result == null) {
            throw new IllegalStateException("Nothing was painted");
        }
        return result;
    }

    static void onUiThread(Runnable work) {
        try {
            EventQueue.invokeAndWait(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** A component without a window lays nothing out by itself. */
    static void layOut(Container container) {
        container.doLayout();
        for (Component part : container.getComponents()) {
            if (part instanceof Container inner) {
                layOut(inner);
            }
        }
    }

    ScreenPanel<?> panel() {
        return panel;
    }

    /** Whether a technician's picture lies over a part that is not its own. */
    boolean isUnderTechniciansPicture(Component part) {
        return panel.technicianParts().stream()
                .anyMatch(
                        over ->
                                over.isVisible()
                                        && !over.isAncestorOf(part)
                                        && place(over).intersects(place(part)));
    }

    /** Everything of a kind that can be seen. */
    <T extends Component> List<T> all(Class<T> kind) {
        List<T> found = new ArrayList<>();
        collect(panel, kind, found);
        return found;
    }

    private static <T extends Component> void collect(
            Container from, Class<T> kind, List<T> found) {
        for (Component part : from.getComponents()) {
            if (!part.isVisible()) {
                continue;
            }
            if (kind.isInstance(part)) {
                found.add(kind.cast(part));
            }
            if (part instanceof Container inner) {
                collect(inner, kind, found);
            }
        }
    }

    /** Where a part stands on the screen. */
    Rectangle place(Component part) {
        Point at = new Point();
        Component now = part;
        while (now != panel) {
            at.translate(now.getX(), now.getY());
            @Nullable Component parent = now.getParent();
            if (parent == null) {
                throw new IllegalArgumentException("Not on this screen: " + part);
            }
            now = parent;
        }
        return new Rectangle(at, part.getSize());
    }
}
