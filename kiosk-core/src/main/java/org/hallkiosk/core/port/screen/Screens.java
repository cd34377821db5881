package org.hallkiosk.core.port.screen;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Makes the screens of the devices in this process. Found by {@link ServiceLoader}; at most one
 * implementation is installed.
 *
 * <p>An action is told on the screen's own thread; whoever takes it hands it to the role's strand.
 */
public interface Screens {

    /** The installed one, if any. */
    static Optional<Screens> installed() {
        return ServiceLoader.load(Screens.class).findFirst();
    }

    /**
     * Does in advance what this process needs for its first screen, which then comes up the sooner:
     * opens the window system, sets the look, loads the fonts. Whoever starts a process with
     * screens calls it on a thread of its own, at once. Blocks for up to a second; without a
     * display it does nothing.
     */
    void warm();

    /**
     * The size of a display; absent when this process has no such display. May block for as long as
     * the window system takes to answer.
     *
     * @param number 0 for the first
     */
    Optional<Size> display(int number);

    /** The touch screen of a ticket dispenser (排队取号机). */
    Screen<DispenserView> dispenser(
            Placement placement, DispenserView first, Consumer<DispenserAction> actions);

    /** The bar above a window (窗口显示屏). */
    Screen<WindowScreenView> window(Placement placement, WindowScreenView first);

    /** The hall's board (综合显示屏). */
    Screen<BoardView> board(Placement placement, BoardView first);

    /** The touch screen of an evaluator (评价器). */
    Screen<EvaluatorView> evaluator(
            Placement placement, EvaluatorView first, Consumer<EvaluatorAction> actions);

    /** In the display's own dots. */
    record Size(int width, int height) {}

    /**
     * Where a screen stands.
     *
     * @param title what a window list calls it
     * @param display 0 for the first display
     * @param area the part of the display that it fills; empty for all of it
     * @param framed whether it is a window that a person may move and close: on a desk, never in a
     *     hall
     */
    record Placement(String title, int display, Optional<Area> area, boolean framed) {}

    /** A part of a display, in dots from its upper left corner. */
    record Area(int x, int y, int width, int height) {
        public Area {
            if (width < 1 || height < 1) {
                throw new IllegalArgumentException("An area has at least one dot");
            }
        }
    }
}
