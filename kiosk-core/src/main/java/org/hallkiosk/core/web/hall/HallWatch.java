package org.hallkiosk.core.web.hall;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.hall.Hall;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the hall for the pages: soon after each commit, and once a second. What it saw last may
 * be read from any thread; everything else is on the hall's strand.
 */
public final class HallWatch implements Hall.Listener {

    /** Commits of one moment are looked at once. */
    private static final Duration SOON = Duration.ofMillis(50);

    private static final Duration EACH = Duration.ofSeconds(1);

    private final HallRole hall;
    private final Strand strand;
    private final List<Consumer<HallView>> listeners = new ArrayList<>();
    private volatile HallView newest = HallView.empty();
    private volatile Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0);
    private long events;
    private boolean soon;
    private boolean running;

    /**
     * What was counted since the start.
     *
     * @param events that became durable
     * @param accepted requests that took effect or were answered
     * @param refused requests that were refused
     * @param repeated requests that were answered as before
     * @param ignored messages at the hall's broker that nobody may send
     * @param late replies of devices that nobody waits for
     * @param centerRefused messages of the center that could not be understood
     */
    record Counts(
            long events,
            long accepted,
            long refused,
            long repeated,
            long ignored,
            long late,
            long centerRefused) {}

    /**
     * Makes it; it looks from {@link #start} on.
     *
     * @param strand the hall's
     */
    public HallWatch(HallRole hall, Strand strand) {
        this.hall = hall;
        this.strand = strand;
    }

    /** Adds a listener, before the start; told of each change on the hall's strand. */
    public void addListener(Consumer<HallView> listener) {
        listeners.add(listener);
    }

    /** Begins to look. */
    public void start() {
        running = true;
        hall.hall().addListener(this);
        hall.board().onStatus(status -> lookSoon());
        tick();
    }

    /** Stops looking. */
    public void stop() {
        running = false;
    }

    /** What was seen last; from any thread. */
    public HallView newest() {
        return newest;
    }

    /** Looks now: for a page, so that it shows what its reader has just done. */
    public HallView look() {
        if (running) {
            lookAgain();
        }
        return newest;
    }

    /** What was counted; from any thread. */
    Counts counts() {
        return counts;
    }

    @Override
    public void committed(List<EventRecord> records) {
        events += records.size();
        lookSoon();
    }

    private void lookSoon() {
        if (!soon) {
            soon = true;
            strand.after(
                    SOON,
                    () -> {
                        soon = false;
                        look();
                    });
        }
    }

    private void tick() {
        if (running) {
            strand.after(EACH, this::tick);
            look();
        }
    }

    private void lookAgain() {
        counts =
                new Counts(
                        events,
                        hall.desk().accepted(),
                        hall.desk().refused(),
                        hall.desk().repeated(),
                        hall.ignored(),
                        hall.devices().late(),
                        hall.uplink().refused());
        HallView now = view();
        if (!now.equals(newest)) {
            newest = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private HallView view() {
        HallState state = hall.hall().state();
        QueueView queue = QueueView.of(state, strand.now());
        Map<String, QueueView.Category> categories =
                queue.categories().stream()
                        .collect(
                                Collectors.toMap(
                                        QueueView.Category::category, Function.identity()));
        List<HallView.WindowRow> windows = new ArrayList<>();
        for (HallConfig.Window window : state.config().windows()) {
            WindowView view = WindowView.of(state, window.no());
            if (view != null) {
                windows.add(row(state, window, view, categories));
            }
        }
        return new HallView(
                state.config(),
                state.staff(),
                new QueueView(queue.categories(), queue.epoch(), state.at()),
                windows,
                hall.board().all(),
                hall.isConnected(),
                hall.uplink().isConnected(),
                hall.outbox().depth(),
                oldestForCenter(),
                state.dayOpen(),
                hall.health().notReady());
    }

    /** When the journal cannot be read, its health says so, and this says nothing. */
    private @Nullable Instant oldestForCenter() {
        try {
            return hall.oldestForCenter().orElse(null);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static HallView.WindowRow row(
            HallState state,
            HallConfig.Window window,
            WindowView view,
            Map<String, QueueView.Category> categories) {
        Ticket ticket = view.ticketId() == null ? null : state.ticket(view.ticketId());
        Ticket held = view.ticket() == null ? null : ticket;
        Ticket.Turn turn = held == null ? null : held.turn();
        Instant calledAt = turn == null ? null : turn.calledAt();
        return new HallView.WindowRow(
                view,
                window.device() == null ? "" : window.device(),
                window.categories().stream().map(categories::get).filter(c -> c != null).toList(),
                ticket == null ? "" : ticket.number(),
                held == null ? "" : held.category(),
                held == null ? Priority.NONE : held.priority(),
                calledAt,
                ticket == null ? HallView.Evaluation.NONE : evaluation(ticket));
    }

    private static HallView.Evaluation evaluation(Ticket ticket) {
        Ticket.Offer offer = ticket.offer();
        if (offer == null) {
            return HallView.Evaluation.NONE;
        }
        return switch (offer.status()) {
            case OPEN -> HallView.Evaluation.OFFERED;
            case SUBMITTED -> HallView.Evaluation.SUBMITTED;
            case EXPIRED -> HallView.Evaluation.EXPIRED;
        };
    }
}
