package org.hallkiosk.ui;

import static java.util.Objects.requireNonNull;

import java.awt.AWTException;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;

/**
 * The dispenser's screen on the display that {@code DISPLAY} names, touched through the display
 * itself. Ends with 0 when everything was as it should be; says what was not, and ends with 1.
 */
public final class TouchProcess {

    private static final int PATIENCE_SECONDS = 30;
    private static final DispenserView.Choosing CHOOSING =
            new DispenserView.Choosing(
                    Priority.NONE, true, List.of(), Optional.empty(), Page.WHOLE);

    private final BlockingQueue<DispenserAction> actions = new LinkedBlockingQueue<>();
    private final BlockingQueue<DispenserView> drawn = new LinkedBlockingQueue<>();
    private final Robot robot;
    private final Screen<DispenserView> screen;

    private TouchProcess() throws AWTException {
        Screens screens = Screens.installed().orElseThrow();
        check(screens.display(0).isPresent(), "the display can be opened");
        check(screens.display(9).isEmpty(), "there is no tenth display");
        screen =
                screens.dispenser(
                        new Screens.Placement("dispenser", 0, Optional.empty(), false),
                        view(new DispenserView.Starting(), 0),
                        actions::add);
        screen.onDrawn(drawn::add);
        robot = new Robot();
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        try {
            new TouchProcess().run(Path.of(args[0]));
            System.exit(0);
        } catch (Exception | Error e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private void run(Path pictures) throws Exception {
        await(view(new DispenserView.Starting(), 0));
        DispenserView choosing = view(CHOOSING, 0);
        show(choosing);
        Rectangle whole = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        check(whole.equals(window().getBounds()), "the screen fills the display");

        // A finger goes down: the button answers before anybody else does.
        Rectangle first = place(buttons().getFirst());
        robot.mouseMove((int) first.getCenterX(), first.y + 12);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        settle();
        keep(pictures, "touched");
        Color under = robot.getPixelColor((int) first.getCenterX(), first.y + 12);
        check(under.equals(Palette.light().primary()), "a touched button turns over: " + under);
        check(actions.isEmpty(), "nothing is asked for while the finger is down");

        // Counts change under the finger; the touch still counts when it leaves.
        show(view(CHOOSING, 7));
        check(everyTextHasRoom(), "a count that appears has room");
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        check(new DispenserAction.Take("general").equals(action()), "the touch is told");

        // A finger that slides away takes nothing.
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseMove(first.x + first.width + 6, first.y - 8);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
        check(actions.isEmpty(), "a finger that slid away takes nothing");

        // What is not on the screen any more cannot be touched.
        show(view(new DispenserView.Asking("综合业务"), 7));
        robot.mouseMove((int) first.getCenterX(), first.y + 12);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
        check(actions.isEmpty(), "while a number is asked for, nothing can be touched there");

        // By keyboard: Tab and Space, Tab and Enter, in reading order.
        show(view(CHOOSING, 7));
        focusWindow();
        type(KeyEvent.VK_TAB);
        keep(pictures, "focused");
        type(KeyEvent.VK_SPACE);
        String one = ((DispenserAction.Take) action()).category();
        type(KeyEvent.VK_TAB);
        type(KeyEvent.VK_ENTER);
        String two = ((DispenserAction.Take) action()).category();
        check(!one.equals(two), "Tab goes on to the next: " + one + ", " + two);
        type(KeyEvent.VK_TAB);
        type(KeyEvent.VK_SPACE);
        check(
                new DispenserAction.AskPriority().equals(action()),
                "after the categories comes the priority");
        type(KeyEvent.VK_TAB);
        type(KeyEvent.VK_SPACE);
        check(
                new DispenserAction.LargeType(true).equals(action()),
                "after the categories come the buttons below");

        screen.close();
        settle();
        check(!window().isDisplayable(), "a closed screen is gone");
        evaluator();
    }

    /** Everything on an evaluator can be reached and pressed by keys, in reading order. */
    private void evaluator() throws Exception {
        BlockingQueue<EvaluatorAction> told = new LinkedBlockingQueue<>();
        BlockingQueue<EvaluatorView> painted = new LinkedBlockingQueue<>();
        EvaluatorView levels = view(new EvaluatorView.Choosing());
        try (Screen<EvaluatorView> pad =
                Screens.installed()
                        .orElseThrow()
                        .evaluator(
                                new Screens.Placement(
                                        "evaluator",
                                        0,
                                        Optional.of(new Screens.Area(0, 0, 1024, 600)),
                                        false),
                                levels,
                                told::add)) {
            pad.onDrawn(painted::add);
            check(levels.equals(next(painted)), "the levels are drawn");
            focusWindow();
            for (int level = 5; level >= 1; level--) {
                type(KeyEvent.VK_TAB);
                type(KeyEvent.VK_SPACE);
                check(new EvaluatorAction.Level(level).equals(next(told)), "level " + level);
            }
            type(KeyEvent.VK_TAB);
            type(KeyEvent.VK_ENTER);
            check(next(told) instanceof EvaluatorAction.Language, "then the language");

            EvaluatorView reasons =
                    view(
                            new EvaluatorView.Reasons(
                                    1,
                                    List.of(
                                            new EvaluatorView.Reason("108", "一", true),
                                            new EvaluatorView.Reason("109", "二", false)),
                                    true));
            pad.show(reasons);
            check(reasons.equals(next(painted)), "the reasons are drawn");
            focusWindow();
            List<EvaluatorAction> order =
                    List.of(
                            new EvaluatorAction.Reason("108"),
                            new EvaluatorAction.Reason("109"),
                            new EvaluatorAction.Back(),
                            new EvaluatorAction.Send());
            for (EvaluatorAction wanted : order) {
                type(KeyEvent.VK_TAB);
                type(KeyEvent.VK_SPACE);
                EvaluatorAction said = next(told);
                check(wanted.equals(said), wanted + " comes next, and not " + said);
            }
        }
        settle();
    }

    private static EvaluatorView view(EvaluatorView.Stage stage) {
        return new EvaluatorView(
                Texts.CHINESE, "3", Optional.empty(), false, false, Optional.empty(), stage);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return requireNonNull(queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing in time");
    }

    private static DispenserView view(DispenserView.Stage stage, int waiting) {
        return new DispenserView(
                Texts.CHINESE,
                false,
                LocalDateTime.of(2026, 11, 23, 9, 41),
                "青山县政务服务中心",
                List.of(
                        new DispenserView.Category(
                                "general", "综合业务", "1F 综合服务区", OptionalInt.of(waiting)),
                        new DispenserView.Category("tax", "税务", "2F 税务专区", OptionalInt.of(0))),
                Optional.empty(),
                true,
                Optional.empty(),
                stage);
    }

    private void show(DispenserView view) throws InterruptedException {
        screen.show(view);
        await(view);
    }

    private void await(DispenserView view) throws InterruptedException {
        DispenserView next = drawn.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (next != null && !next.equals(view)) {
            next = drawn.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        check(next != null, "drawn in time: " + view.stage());
    }

    private DispenserAction action() throws InterruptedException {
        return requireNonNull(
                actions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no touch was told in time");
    }

    private void settle() {
        Toolkit.getDefaultToolkit().sync();
        robot.waitForIdle();
        robot.waitForIdle();
    }

    private void type(int key) {
        robot.keyPress(key);
        robot.keyRelease(key);
        settle();
    }

    /** Nobody manages windows on this display, so nobody gives the keyboard away either. */
    private void focusWindow() throws InvocationTargetException, InterruptedException {
        EventQueue.invokeAndWait(
                () -> {
                    window().toFront();
                    window().requestFocus();
                });
        settle();
    }

    /** The screen that is open, or the one that was open last. */
    private static Window window() {
        Window[] all = Window.getWindows();
        return Stream.of(all).filter(Window::isDisplayable).findFirst().orElse(all[0]);
    }

    private static List<TouchButton> buttons()
            throws InvocationTargetException, InterruptedException {
        return parts(TouchButton.class);
    }

    private static Rectangle place(Component part)
            throws InvocationTargetException, InterruptedException {
        Rectangle[] found = {new Rectangle()};
        EventQueue.invokeAndWait(
                () -> {
                    Point at = part.getLocationOnScreen();
                    found[0] = new Rectangle(at, part.getSize());
                });
        return found[0];
    }

    private static boolean everyTextHasRoom()
            throws InvocationTargetException, InterruptedException {
        return parts(TextView.class).stream()
                .filter(text -> !text.text().isEmpty())
                .allMatch(text -> text.getWidth() > 0 && !text.isCut());
    }

    private static <T extends Component> List<T> parts(Class<T> kind)
            throws InvocationTargetException, InterruptedException {
        List<T> found = new ArrayList<>();
        EventQueue.invokeAndWait(() -> collect(window(), kind, found));
        return found;
    }

    private static <T extends Component> void collect(
            Container from, Class<T> kind, List<T> found) {
        for (Component part : from.getComponents()) {
            if (part.isShowing() && kind.isInstance(part)) {
                found.add(kind.cast(part));
            }
            if (part instanceof Container inner) {
                collect(inner, kind, found);
            }
        }
    }

    private void keep(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        ImageIO.write(
                robot.createScreenCapture(
                        new Rectangle(Toolkit.getDefaultToolkit().getScreenSize())),
                "png",
                folder.resolve("display-" + name + ".png").toFile());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("This does not hold: " + what);
        }
    }
}
