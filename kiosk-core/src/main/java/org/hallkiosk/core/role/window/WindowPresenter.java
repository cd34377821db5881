package org.hallkiosk.core.role.window;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.port.screen.WindowScreenView.State;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What the screen above one window shows. All methods are called on the device's strand, none
 * blocks, and the screen is told there, only when something on it changes.
 */
public final class WindowPresenter {

    private final int window;
    private final HallPicture hall;
    private final Technician technician;
    private final StaffCards cards;
    private final boolean simulated;
    private Consumer<WindowScreenView> screen = view -> {};
    private @Nullable WindowScreenView shown;

    /** Makes it for one window of a device. */
    public WindowPresenter(
            int window,
            HallPicture hall,
            Technician technician,
            StaffCards cards,
            boolean simulated) {
        this.window = window;
        this.hall = hall;
        this.technician = technician;
        this.cards = cards;
        this.simulated = simulated;
    }

    /** Shows from now on. */
    public void start(Consumer<WindowScreenView> newScreen) {
        screen = newScreen;
        hall.onChange(this::show);
        technician.onChange(this::show);
        show();
    }

    private void show() {
        WindowScreenView next = view();
        if (!next.equals(shown)) {
            shown = next;
            screen.accept(next);
        }
    }

    /** What the screen shows now. */
    public WindowScreenView view() {
        Optional<WindowView> view = hall.window(window);
        return new WindowScreenView(
                view.map(WindowView::label)
                        .or(() -> hall.windowConfig(window).map(w -> w.label()))
                        .orElse(Integer.toString(window)),
                hall.windowConfig(window)
                        .map(w -> w.categories().stream().map(this::categoryName).toList())
                        .orElse(List.of()),
                view.flatMap(cards::of),
                hall.staleSince(),
                simulated,
                technician.picture(window),
                view.map(WindowPresenter::state).orElseGet(WindowScreenView.Closed::new));
    }

    private String categoryName(String id) {
        return hall.config().categoryName(id, Texts.CHINESE);
    }

    private static State state(WindowView view) {
        String category = view.category() == null ? "" : view.category();
        if (view.ticket() != null && view.ticketStatus() == TicketStatus.CALLED) {
            return new WindowScreenView.Called(
                    view.ticket(), category, view.call() == null ? 1 : view.call().count());
        }
        if (view.ticket() != null && view.ticketStatus() == TicketStatus.SERVING) {
            return new WindowScreenView.Serving(view.ticket(), category, view.next());
        }
        return switch (view.status()) {
            case OPEN -> new WindowScreenView.Waiting(view.next());
            case PAUSED ->
                    new WindowScreenView.Paused(
                            view.whereabouts() == null ? "" : view.whereabouts(),
                            view.reason() == null ? "" : view.reason());
            case CLOSED -> new WindowScreenView.Closed();
        };
    }
}
