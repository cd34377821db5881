package org.hallkiosk.provisioning.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.port.screen.Screens;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo's screens stand on a desk's display: the dispenser at the left, the board beside
 * it, below it the three windows and their evaluators. Each keeps the shape of its kind; the board
 * is as wide as there is room.
 */
final class Desk {

    private static final int GAP = 16;

    /** Room for a window's title bar, which the window system draws. */
    private static final int TITLE = 40;

    private final int dispenserWidth;
    private final int dispenserHeight;
    private final int left;
    private final int column;
    private final int windowTop;
    private final int evaluatorTop;
    private final int boardWidth;
    private final int boardHeight;

    Desk(Screens.Size display) {
        int height = display.height() - 2 * GAP - 2 * TITLE;
        dispenserWidth = Math.min(height * 9 / 16, display.width() * 3 / 10);
        dispenserHeight = dispenserWidth * 16 / 9;
        left = dispenserWidth + 2 * GAP;
        int width = display.width() - left - GAP;
        column = (width - 2 * GAP) / 3;
        evaluatorTop = display.height() - GAP - TITLE - column * 600 / 1024;
        windowTop = evaluatorTop - TITLE - GAP - column * 540 / 1920;
        boardHeight = Math.min(windowTop - 2 * TITLE - GAP, width * 9 / 16);
        boardWidth = width;
    }

    ScreenConfig dispenser() {
        return screen(
                ScreenConfig.Shows.DISPENSER,
                null,
                "取号机 dispenser",
                GAP,
                TITLE,
                dispenserWidth,
                dispenserHeight);
    }

    ScreenConfig board() {
        return screen(
                ScreenConfig.Shows.BOARD, null, "综合屏 board", left, TITLE, boardWidth, boardHeight);
    }

    /** The bar and the evaluator of each of some windows, which are 1 to 3. */
    List<ScreenConfig> windows(int... numbers) {
        List<ScreenConfig> screens = new ArrayList<>();
        for (int number : numbers) {
            int x = left + (number - 1) * (column + GAP);
            screens.add(
                    screen(
                            ScreenConfig.Shows.WINDOW,
                            number,
                            "窗口屏 window " + number,
                            x,
                            windowTop,
                            column,
                            column * 540 / 1920));
            screens.add(
                    screen(
                            ScreenConfig.Shows.EVALUATOR,
                            number,
                            "评价器 evaluator " + number,
                            x,
                            evaluatorTop,
                            column,
                            column * 600 / 1024));
        }
        return screens;
    }

    private static ScreenConfig screen(
            ScreenConfig.Shows shows,
            @Nullable Integer window,
            String title,
            int x,
            int y,
            int width,
            int height) {
        return new ScreenConfig(
                shows,
                window,
                new Screens.Placement(
                        title,
                        0,
                        Optional.of(
                                new Screens.Area(x, y, Math.max(1, width), Math.max(1, height))),
                        true));
    }
}
