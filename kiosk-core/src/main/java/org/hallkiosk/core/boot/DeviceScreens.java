package org.hallkiosk.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.board.BoardPresenter;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.DispenserPresenter;
import org.hallkiosk.core.role.window.EvaluationReasons;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.role.window.EvaluatorPresenter;
import org.hallkiosk.core.role.window.WindowPresenter;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.Strand;

/**
 * The screens of one device: each gets a presenter on the device's strand, and its touches go back
 * there. All methods are called on that strand.
 */
final class DeviceScreens {

    private final DeviceConfig config;
    private final Strand strand;
    private final HallPicture hall;
    private final Optional<Dispenser> dispenser;
    private final Evaluator evaluator;
    private final Ids ids;
    private final Screens screens;
    private final boolean simulated;
    private final List<Screen<?>> open = new ArrayList<>();
    private final List<BoardPresenter> boards = new ArrayList<>();

    DeviceScreens(
            DeviceConfig config,
            Strand strand,
            HallPicture hall,
            Optional<Dispenser> dispenser,
            Evaluator evaluator,
            Ids ids,
            Screens screens) {
        this.config = config;
        this.strand = strand;
        this.hall = hall;
        this.dispenser = dispenser;
        this.evaluator = evaluator;
        this.ids = ids;
        this.screens = screens;
        this.simulated = config.units().stream().anyMatch(UnitConfig::simulated);
    }

    /** Opens them. */
    void start() {
        hall.start();
        config.screens().forEach(this::open);
    }

    /** Takes them away. */
    void close() {
        hall.stop();
        open.forEach(Screen::close);
        open.clear();
    }

    private void open(ScreenConfig screen) {
        switch (screen.shows()) {
            case DISPENSER -> dispenser.ifPresent(taking -> dispenser(screen, taking));
            case BOARD -> board(screen);
            case WINDOW -> window(screen, window(screen));
            case EVALUATOR -> evaluator(screen, window(screen));
        }
    }

    /** The reader of the configuration has seen to it. */
    private static int window(ScreenConfig screen) {
        if (screen.window() == null) {
            throw new IllegalStateException("A screen of a window without a window");
        }
        return screen.window();
    }

    private void dispenser(ScreenConfig screen, Dispenser taking) {
        DispenserPresenter presenter =
                new DispenserPresenter(strand, taking, hall, ids, Texts.CHINESE, simulated);
        Screen<DispenserView> made =
                screens.dispenser(
                        screen.placement(),
                        presenter.view(),
                        touch -> strand.execute(() -> presenter.act(touch)));
        open.add(made);
        presenter.start(made::show);
    }

    private void window(ScreenConfig screen, int window) {
        WindowPresenter presenter =
                new WindowPresenter(strand, window, config.device(), hall, simulated);
        Screen<WindowScreenView> made = screens.window(screen.placement(), presenter.view());
        open.add(made);
        presenter.start(made::show);
    }

    private void evaluator(ScreenConfig screen, int window) {
        EvaluatorPresenter presenter =
                new EvaluatorPresenter(
                        strand,
                        window,
                        evaluator,
                        hall,
                        ids,
                        Texts.CHINESE,
                        EvaluationReasons.of2020(),
                        simulated);
        Screen<EvaluatorView> made =
                screens.evaluator(
                        screen.placement(),
                        presenter.view(),
                        touch -> strand.execute(() -> presenter.act(touch)));
        open.add(made);
        presenter.start(made::show);
    }

    private void board(ScreenConfig screen) {
        BoardPresenter presenter = new BoardPresenter(strand, hall, simulated);
        Screen<BoardView> made = screens.board(screen.placement(), presenter.view());
        open.add(made);
        boards.add(presenter);
        presenter.start(made::show);
    }

    /** A line is being spoken in the hall: every board shows it, too. */
    void said(String line) {
        boards.forEach(board -> board.said(line));
    }
}
