package org.hallkiosk.ui;

import java.awt.EventQueue;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JFrame;
import javax.swing.WindowConstants;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.ScreenView;
import org.hallkiosk.core.port.screen.Screens.Placement;
import org.hallkiosk.ui.screen.ScreenPanel;
import org.jspecify.annotations.Nullable;

/**
 * A screen in a frame of its own. What comes from outside passes through {@link Newest}; everything
 * else here happens on the UI's thread.
 */
final class SwingScreen<V extends ScreenView> implements Screen<V> {

    private final Newest<V> newest = new Newest<>(this::paint);
    private final Placement placement;
    private final Supplier<ScreenPanel<V>> makePanel;
    private volatile Consumer<V> drawn = view -> {};
    private @Nullable JFrame frame;
    private @Nullable ScreenPanel<V> panel;
    private boolean closed;

    SwingScreen(Placement placement, Supplier<ScreenPanel<V>> makePanel) {
        this.placement = placement;
        this.makePanel = makePanel;
    }

    @Override
    public void show(V view) {
        newest.put(view);
    }

    @Override
    public void onDrawn(Consumer<V> listener) {
        drawn = listener;
    }

    private void paint(V view) {
        if (closed) {
            return;
        }
        ScreenPanel<V> open = panel;
        if (open == null) {
            open = makePanel.get();
            panel = open;
            open.whenDrawn(shown -> drawn.accept(shown));
            open.show(view);
            frame = open(open);
        } else {
            open.show(view);
        }
    }

    private JFrame open(ScreenPanel<V> content) {
        GraphicsDevice[] devices =
                GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices();
        GraphicsDevice device = devices[Math.min(placement.display(), devices.length - 1)];
        Rectangle display = device.getDefaultConfiguration().getBounds();
        JFrame made = new JFrame(placement.title(), device.getDefaultConfiguration());
        made.setDefaultCloseOperation(
                placement.framed()
                        ? WindowConstants.DISPOSE_ON_CLOSE
                        : WindowConstants.DO_NOTHING_ON_CLOSE);
        made.setUndecorated(!placement.framed());
        made.setContentPane(content);
        if (!placement.framed()) {
            // A finger needs no arrow.
            made.setCursor(
                    Toolkit.getDefaultToolkit()
                            .createCustomCursor(
                                    new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB),
                                    new Point(),
                                    "none"));
        }
        Rectangle bounds =
                placement
                        .area()
                        .map(
                                area ->
                                        new Rectangle(
                                                display.x + area.x(),
                                                display.y + area.y(),
                                                area.width(),
                                                area.height()))
                        .orElse(display);
        made.pack();
        if (placement.framed()) {
            // The area is the picture's; the frame stands around it.
            Insets frameOf = made.getInsets();
            bounds.width += frameOf.left + frameOf.right;
            bounds.height += frameOf.top + frameOf.bottom;
        }
        made.setBounds(bounds);
        made.setVisible(true);
        return made;
    }

    @Override
    public void close() {
        EventQueue.invokeLater(
                () -> {
                    closed = true;
                    if (frame != null) {
                        frame.dispose();
                        frame = null;
                    }
                });
    }
}
