package org.hallkiosk.core.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.role.board.BoardPresenter;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.DispenserPresenter;
import org.hallkiosk.core.role.window.EvaluationReasons;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.role.window.EvaluatorPresenter;
import org.hallkiosk.core.role.window.StaffCards;
import org.hallkiosk.core.role.window.WindowPresenter;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The screens of one device: each gets a presenter on the device's strand, and its touches go back
 * there. A screen is open while its display is there; a display that is not is told, looked for,
 * and used as soon as it comes. All methods are called on that strand.
 */
final class DeviceScreens {

    /** How often displays are looked for: soon enough for whoever plugs one in and waits. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final DeviceConfig config;
    private final Strand strand;
    private final HallPicture hall;
    private final Technician technician;
    private final Optional<Dispenser> dispenser;
    private final Evaluator evaluator;
    private final Ids ids;
    private final Screens screens;
    private final Executor blocking;
    private final Consumer<Set<Integer>> missing;
    private final StaffCards cards;
    private final boolean simulated;
    private final List<Place<?>> places = new ArrayList<>();
    private final List<BoardPresenter> boards = new ArrayList<>();
    private boolean closed;

    /**
     * Makes it; nothing is open yet.
     *
     * @param blocking where displays are looked for, which may take its time
     * @param missing told on the strand, after each look, which displays are not there
     */
    DeviceScreens(
            DeviceConfig config,
            Strand strand,
            HallPicture hall,
            Technician technician,
            Optional<Dispenser> dispenser,
            Evaluator evaluator,
            Ids ids,
            Screens screens,
            Executor blocking,
            Consumer<Set<Integer>> missing) {
        this.config = config;
        this.strand = strand;
        this.hall = hall;
        this.technician = technician;
        this.dispenser = dispenser;
        this.evaluator = evaluator;
        this.ids = ids;
        this.screens = screens;
        this.blocking = blocking;
        this.missing = missing;
        this.cards = new StaffCards(hall, Optional.ofNullable(config.staffPictures()));
        this.simulated = config.units().stream().anyMatch(UnitConfig::simulated);
    }

    /** Opens those whose display is there, soon, and the others when it comes. */
    void start() {
        hall.start();
        config.screens().forEach(this::prepare);
        look();
    }

    /** Takes them away. */
    void close() {
        closed = true;
        hall.stop();
        places.forEach(place -> place.displayIs(false));
    }

    private void look() {
        Set<Integer> wanted =
                places.stream().map(Place::display).collect(Collectors.toUnmodifiableSet());
        blocking.execute(
                () -> {
                    Set<Integer> there =
                            wanted.stream()
                                    .filter(display -> screens.display(display).isPresent())
                                    .collect(Collectors.toUnmodifiableSet());
                    strand.execute(() -> found(wanted, there));
                });
    }

    private void found(Set<Integer> wanted, Set<Integer> there) {
        if (closed) {
            return;
        }
        places.forEach(place -> place.displayIs(there.contains(place.display())));
        Set<Integer> gone = new TreeSet<>(wanted);
        gone.removeAll(there);
        missing.accept(gone);
        strand.after(LOOK, this::look);
    }

    private void prepare(ScreenConfig screen) {
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
                new DispenserPresenter(
                        strand, taking, hall, ids, technician, Texts.CHINESE, simulated);
        presenter.start(
                place(
                        screen,
                        presenter::view,
                        first ->
                                screens.dispenser(
                                        screen.placement(),
                                        first,
                                        touch -> strand.execute(() -> presenter.act(touch)))));
    }

    private void window(ScreenConfig screen, int window) {
        WindowPresenter presenter = new WindowPresenter(window, hall, technician, cards, simulated);
        presenter.start(
                place(screen, presenter::view, first -> screens.window(screen.placement(), first)));
    }

    private void evaluator(ScreenConfig screen, int window) {
        EvaluatorPresenter presenter =
                new EvaluatorPresenter(
                        strand,
                        window,
                        evaluator,
                        hall,
                        ids,
                        technician,
                        cards,
                        Texts.CHINESE,
                        EvaluationReasons.of2020(),
                        simulated);
        presenter.start(
                place(
                        screen,
                        presenter::view,
                        first ->
                                screens.evaluator(
                                        screen.placement(),
                                        first,
                                        touch -> strand.execute(() -> presenter.act(touch)))));
    }

    private void board(ScreenConfig screen) {
        BoardPresenter presenter = new BoardPresenter(strand, hall, technician, simulated);
        boards.add(presenter);
        presenter.start(
                place(screen, presenter::view, first -> screens.board(screen.placement(), first)));
    }

    private <V> Consumer<V> place(
            ScreenConfig screen, Supplier<V> view, Function<V, Screen<V>> opener) {
        Place<V> place = new Place<>(screen.placement().display(), view, opener);
        places.add(place);
        return place::show;
    }

    /** A line is being spoken in the hall: every board shows it, too. */
    void said(String line) {
        boards.forEach(board -> board.said(line));
    }

    /** Where a screen stands whenever its display is there. */
    private static final class Place<V> {
        private final int display;
        private final Supplier<V> view;
        private final Function<V, Screen<V>> opener;
        private @Nullable Screen<V> screen;

        Place(int display, Supplier<V> view, Function<V, Screen<V>> opener) {
            this.display = display;
            this.view = view;
            this.opener = opener;
        }

        int display() {
            return display;
        }

        void show(V newest) {
            if (screen != null) {
                screen.show(newest);
            }
        }

        void displayIs(boolean there) {
            if (there && screen == null) {
                screen = opener.apply(view.get());
            } else if (!there && screen != null) {
                screen.close();
                screen = null;
            }
        }
    }
}
