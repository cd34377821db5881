package org.hallkiosk.provisioning.whole;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.ScreenView;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.screen.BoardPanel;
import org.hallkiosk.ui.screen.DispenserPanel;
import org.hallkiosk.ui.screen.EvaluatorPanel;
import org.hallkiosk.ui.screen.ScreenPanel;
import org.hallkiosk.ui.screen.WindowPanel;

/**
 * The screens of ui-swing without a display, one of each kind, as a citizen reads them: {@code
 * dispenser}, {@code window}, {@code board}, {@code evaluator}.
 */
final class PaintedScreens implements Screens {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, Painted<?>> screens = new ConcurrentHashMap<>();

    /** Waits until a screen reads as wanted: all its visible texts, each on a line. */
    void await(String screen, Predicate<String> wanted) throws InterruptedException {
        Painted<?> painted = screens.get(screen);
        if (painted == null) {
            throw new AssertionError("No such screen is open: " + screen);
        }
        painted.await(wanted);
    }

    /** Keeps a picture of what each shows now as test output. */
    void pictures(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        for (Map.Entry<String, Painted<?>> each : screens.entrySet()) {
            Path file = folder.resolve(name + "-" + each.getKey() + ".png");
            ImageIO.write(each.getValue().paint(), "png", file.toFile());
        }
    }

    @Override
    public void warm() {
        // There is no window system.
    }

    @Override
    public Optional<Size> display(int number) {
        return Optional.of(new Size(1920, 1920));
    }

    @Override
    public Screen<DispenserView> dispenser(
            Placement placement, DispenserView first, Consumer<DispenserAction> actions) {
        return open("dispenser", 1080, 1920, () -> new DispenserPanel(actions), first);
    }

    @Override
    public Screen<WindowScreenView> window(Placement placement, WindowScreenView first) {
        return open("window", 1920, 540, WindowPanel::new, first);
    }

    @Override
    public Screen<BoardView> board(Placement placement, BoardView first) {
        return open("board", 1920, 1080, BoardPanel::new, first);
    }

    @Override
    public Screen<EvaluatorView> evaluator(
            Placement placement, EvaluatorView first, Consumer<EvaluatorAction> actions) {
        return open("evaluator", 1024, 600, () -> new EvaluatorPanel(actions), first);
    }

    private <V extends ScreenView> Screen<V> open(
            String name, int width, int height, Supplier<ScreenPanel<V>> maker, V first) {
        Painted<V> made = onUiThread(() -> new Painted<>(maker.get(), width, height));
        screens.put(name, made);
        made.show(first);
        return made;
    }

    private static <T> T onUiThread(Supplier<T> work) {
        Object[] done = new Object[1];
        try {
            EventQueue.invokeAndWait(() -> done[0] = work.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
        @SuppressWarnings("unchecked") // It is what the work gave.
        T result = (T) done[0];
        return result;
    }

    private static final class Painted<V extends ScreenView> implements Screen<V> {
        private final ScreenPanel<V> panel;
        private String read = "";

        Painted(ScreenPanel<V> panel, int width, int height) {
            this.panel = panel;
            panel.setSize(width, height);
        }

        @Override
        public void show(V view) {
            EventQueue.invokeLater(
                    () -> {
                        panel.show(view);
                        layOut(panel);
                        StringBuilder texts = new StringBuilder();
                        collect(panel, texts);
                        synchronized (this) {
                            read = texts.toString();
                            notifyAll();
                        }
                    });
        }

        /** A component without a window lays nothing out by itself. */
        private static void layOut(Container container) {
            container.doLayout();
            for (Component part : container.getComponents()) {
                if (part instanceof Container inner) {
                    layOut(inner);
                }
            }
        }

        private static void collect(Container from, StringBuilder texts) {
            for (Component part : from.getComponents()) {
                if (part.isVisible() && part instanceof TextView text) {
                    texts.append(text.text()).append('\n');
                } else if (part.isVisible() && part instanceof Container inner) {
                    collect(inner, texts);
                }
            }
        }

        synchronized void await(Predicate<String> wanted) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE;
            while (!wanted.test(read)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("The screen reads:\n" + read);
                }
                wait(left);
            }
        }

        BufferedImage paint() {
            return onUiThread(
                    () -> {
                        BufferedImage image =
                                new BufferedImage(
                                        panel.getWidth(),
                                        panel.getHeight(),
                                        BufferedImage.TYPE_INT_RGB);
                        Graphics2D g = image.createGraphics();
                        panel.paint(g);
                        g.dispose();
                        return image;
                    });
        }

        @Override
        public void onDrawn(Consumer<V> listener) {
            // The test reads what is drawn.
        }

        @Override
        public void close() {
            // There is no window.
        }
    }
}
