package org.hallkiosk.ui;

import com.formdev.flatlaf.FlatLightLaf;
import java.awt.AWTError;
import java.awt.EventQueue;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.UIManager;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.ScreenView;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.screen.BoardPanel;
import org.hallkiosk.ui.screen.DispenserPanel;
import org.hallkiosk.ui.screen.EvaluatorPanel;
import org.hallkiosk.ui.screen.ScreenPanel;
import org.hallkiosk.ui.screen.WindowPanel;

/** Screens in Swing. Found by {@code ServiceLoader}; holds no state. */
public final class SwingScreens implements Screens {

    private static final System.Logger LOG = System.getLogger(SwingScreens.class.getName());

    @Override
    public void warm() {
        if (display(0).isPresent()) {
            EventQueue.invokeLater(SwingScreens::setUp);
            Style.loadFonts();
        }
    }

    @Override
    public Optional<Size> display(int number) {
        if (GraphicsEnvironment.isHeadless()) {
            return Optional.empty();
        }
        try {
            GraphicsDevice[] devices =
                    GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices();
            if (number >= devices.length) {
                return Optional.empty();
            }
            Rectangle bounds = devices[number].getDefaultConfiguration().getBounds();
            return Optional.of(new Size(bounds.width, bounds.height));
        } catch (HeadlessException | AWTError | NoClassDefFoundError e) {
            // The display that is named cannot be opened: for whoever asks, there is none. AWT does
            // not try a second time in one process, and says so by the class that it then lacks.
            LOG.log(System.Logger.Level.DEBUG, "No display: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Screen<DispenserView> dispenser(
            Placement placement, DispenserView first, Consumer<DispenserAction> actions) {
        return open(placement, () -> new DispenserPanel(actions), first);
    }

    @Override
    public Screen<WindowScreenView> window(Placement placement, WindowScreenView first) {
        return open(placement, WindowPanel::new, first);
    }

    @Override
    public Screen<BoardView> board(Placement placement, BoardView first) {
        return open(placement, BoardPanel::new, first);
    }

    @Override
    public Screen<EvaluatorView> evaluator(
            Placement placement, EvaluatorView first, Consumer<EvaluatorAction> actions) {
        return open(placement, () -> new EvaluatorPanel(actions), first);
    }

    private static <V extends ScreenView> Screen<V> open(
            Placement placement, Supplier<ScreenPanel<V>> panel, V first) {
        SwingScreen<V> screen =
                new SwingScreen<>(
                        placement,
                        () -> {
                            setUp();
                            return panel.get();
                        });
        screen.show(first);
        return screen;
    }

    /** Once in a process, before its first screen, and never again: the look is the JVM's. */
    private static void setUp() {
        if (!(UIManager.getLookAndFeel() instanceof FlatLightLaf)) {
            FlatLightLaf.setup();
        }
    }
}
