package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.port.screen.WindowScreenView.State;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What the screen above one window shows. All methods are called on the device's strand, none
 * blocks, and the screen is told there, only when something on it changes.
 */
public final class WindowPresenter {

    /** As long as an LED panel does ({@link org.hallkiosk.core.port.WindowSign#identify}). */
    private static final Duration IDENTIFY = Duration.ofSeconds(10);

    private final Strand strand;
    private final int window;
    private final String device;
    private final HallPicture hall;
    private final boolean simulated;
    private Consumer<WindowScreenView> screen = view -> {};
    private @Nullable WindowScreenView shown;
    private Strand.@Nullable Timer identifying;

    /** Makes it for one window of a device. */
    public WindowPresenter(
            Strand strand, int window, String device, HallPicture hall, boolean simulated) {
        this.strand = strand;
        this.window = window;
        this.device = device;
        this.hall = hall;
        this.simulated = simulated;
    }

    /** Shows from now on. */
    public void start(Consumer<WindowScreenView> newScreen) {
        screen = newScreen;
        hall.onChange(this::show);
        hall.onIdentify(this::identify);
        show();
    }

    private void identify() {
        if (identifying != null) {
            identifying.cancel();
        }
        identifying =
                strand.after(
                        IDENTIFY,
                        () -> {
                            identifying = null;
                            show();
                        });
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
                view.flatMap(WindowPresenter::card),
                hall.staleSince(),
                simulated,
                identifying == null
                        ? view.map(WindowPresenter::state).orElseGet(WindowScreenView.Closed::new)
                        : new WindowScreenView.Identify(device));
    }

    private String categoryName(String id) {
        return hall.categoryName(id, Texts.CHINESE);
    }

    /** The staff card of a window, as its state says (R40). */
    static Optional<StaffCard> card(WindowView view) {
        return Optional.ofNullable(view.staff())
                .map(staff -> new StaffCard(staff.no(), staff.name(), staff.title()));
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
