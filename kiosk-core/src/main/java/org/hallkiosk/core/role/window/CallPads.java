package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.ClerkPad;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The call pads (呼叫器) of a window device. A press becomes one request with one id, by {@link
 * PadTable}; while it is under way the same key again does nothing, and another key is refused.
 * What cannot be done sounds; what is done shows in the figures.
 *
 * <p>What a window may do alone (TICKET.md, a window cut off) is durable here before the pad shows
 * it, and goes in when the hall is back; what the hall then finds no longer fitting sounds, too.
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class CallPads {

    /** A press of next that has no answer by then is dropped (TICKET.md, a window cut off). */
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Nobody stands at a desk longer before a step is kept here (TICKET.md, offline). */
    private static final Duration KEEP_AFTER = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Strand strand;
    private final HallClient hall;
    private final Ids ids;
    private final HandingIn handingIn;
    private final Beat beat;
    private final Map<Integer, Desk> desks = new HashMap<>();
    private @Nullable QueueView queue;

    /**
     * Makes them; they do nothing before {@link #start}.
     *
     * @param handingIn takes what is pressed while the hall is away
     * @param pads the pad of each window that has one
     */
    public CallPads(
            Strand strand,
            HallClient hall,
            Ids ids,
            HandingIn handingIn,
            Map<Integer, ClerkPad> pads) {
        this.strand = strand;
        this.hall = hall;
        this.ids = ids;
        this.handingIn = handingIn;
        this.beat = new Beat(strand, this::showAll);
        pads.forEach((window, pad) -> desks.put(window, new Desk(pad)));
    }

    /** Listens to the keys and shows figures for the first time. */
    public void start() {
        for (DeviceLog.Step step : handingIn.waiting()) {
            Desk desk = deskOf(step.deed());
            if (desk != null) {
                desk.doneAlone(step.deed());
            }
        }
        handingIn.onHandedIn(
                (step, effect) -> {
                    Desk desk = deskOf(step.deed());
                    if (desk != null) {
                        desk.handedIn(step.deed(), effect);
                    }
                });
        desks.values().forEach(Desk::start);
    }

    /** Whether this device has any pad. */
    public boolean isEmpty() {
        return desks.isEmpty();
    }

    /** A live beat of the hall. */
    public void queue(QueueView view) {
        if (beat.admits(view.epoch())) {
            queue = view;
            beat.heard(view.epoch());
            showAll();
        }
    }

    /** A window's state. */
    public void state(WindowView view) {
        Desk desk = desks.get(view.window());
        if (desk != null && beat.admits(view.epoch())) {
            desk.state(view);
        }
    }

    /** The hall's configuration: what a window serves, and where its keys lead. */
    public void configured(HallConfig config) {
        for (HallConfig.Window window : config.windows()) {
            Desk desk = desks.get(window.no());
            if (desk != null) {
                desk.categories = Set.copyOf(window.categories());
                desk.targets = new PadTable.Targets(window.transferTo(), window.zone() != null);
            }
        }
        showAll();
    }

    private @Nullable Desk deskOf(DeviceLog.Deed deed) {
        return deed instanceof DeviceLog.Deed.Asked(Command.Step step)
                ? desks.get(step.window())
                : null;
    }

    private void showAll() {
        desks.values().forEach(Desk::show);
    }

    /** A press on its way to the hall. */
    private static final class Asking {
        final ClerkPad.Key key;
        final UUID id;
        final Command.Request request;
        final Instant at;
        final long since;

        Asking(ClerkPad.Key key, UUID id, Command.Request request, Instant at, long since) {
            this.key = key;
            this.id = id;
            this.request = request;
            this.at = at;
            this.since = since;
        }

        /** Whether a window may do it alone (TICKET.md, a window cut off). */
        boolean stands() {
            return switch (request) {
                case Command.TicketRecall _,
                        Command.TicketStart _,
                        Command.TicketFinish _,
                        Command.TicketMiss _ ->
                        true;
                default -> false;
            };
        }
    }

    /** One window with its pad. */
    private final class Desk {
        final ClerkPad pad;
        Set<String> categories = Set.of();
        PadTable.Targets targets = PadTable.Targets.UNKNOWN;
        private @Nullable WindowView seen;
        private @Nullable UUID call;
        private long calledAt;
        private @Nullable UUID endedAlone;
        private @Nullable Asking asking;
        private ClerkPad.@Nullable View shown;

        Desk(ClerkPad pad) {
            this.pad = pad;
        }

        void start() {
            pad.onPress(this::pressed);
            show();
        }

        void state(WindowView view) {
            seen = view;
            UUID now = view.call() == null ? null : view.call().id();
            if (now != null && !now.equals(call)) {
                calledAt = strand.nanoTime();
            }
            call = now;
            show();
        }

        void show() {
            ClerkPad.View view = new ClerkPad.View(waiting(), ticket());
            if (!view.equals(shown)) {
                shown = view;
                pad.show(view);
            }
        }

        private OptionalInt waiting() {
            QueueView lines = queue;
            if (lines == null || beat.stale() || categories.isEmpty()) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(
                    lines.categories().stream()
                            .filter(line -> categories.contains(line.category()))
                            .mapToInt(QueueView.Category::waiting)
                            .sum());
        }

        private String ticket() {
            return seen == null || seen.ticket() == null || endedAlone() ? "" : seen.ticket();
        }

        /** Whether what the hall last said is at the window has left it, which it does not know. */
        private boolean endedAlone() {
            return seen != null && endedAlone != null && endedAlone.equals(seen.ticketId());
        }

        void doneAlone(DeviceLog.Deed deed) {
            UUID ticket = ends(deed);
            if (ticket != null) {
                endedAlone = ticket;
                show();
            }
        }

        void handedIn(DeviceLog.Deed deed, boolean effect) {
            UUID ticket = ends(deed);
            if (ticket != null && ticket.equals(endedAlone)) {
                endedAlone = null;
                show();
            }
            if (!effect) {
                pad.beep();
            }
        }

        private static @Nullable UUID ends(DeviceLog.Deed deed) {
            return deed instanceof DeviceLog.Deed.Asked(Command.Step step)
                            && (step instanceof Command.TicketFinish
                                    || step instanceof Command.TicketMiss)
                            && step.ticket() instanceof TicketRef.ById(UUID id)
                    ? id
                    : null;
        }

        private void pressed(ClerkPad.Key key) {
            Asking before = asking;
            if (before != null) {
                if (before.key != key) {
                    pad.beep();
                }
                return;
            }
            WindowView view = seen;
            if (view == null) {
                pad.beep();
                return;
            }
            Duration sinceCall = Duration.ofNanos(strand.nanoTime() - calledAt);
            switch (PadTable.of(key, view, sinceCall, endedAlone(), targets)) {
                case PadTable.Meaning.Ask(Command.Request request) -> {
                    Asking press =
                            new Asking(key, ids.next(), request, strand.now(), strand.nanoTime());
                    asking = press;
                    ask(press);
                }
                case PadTable.Meaning.Refuse refuse -> pad.beep();
                case PadTable.Meaning.Ignore ignore -> {}
            }
        }

        private void ask(Asking press) {
            if (asking != press) {
                return;
            }
            if (handingIn.alone()) {
                if (press.stands()) {
                    keep(press);
                } else {
                    // What was done before goes in first.
                    unanswered(press);
                }
                return;
            }
            Duration patience = press.stands() ? KEEP_AFTER : shorter(PATIENCE, left(press));
            hall.request(press.id, press.request, null, patience)
                    .thenAccept(reply -> answered(press, reply));
        }

        private void answered(Asking press, HallClient.Reply reply) {
            if (asking != press) {
                return;
            }
            switch (reply) {
                case HallClient.Reply.Accepted accepted -> asking = null;
                case HallClient.Reply.Refused refused -> giveUp();
                case HallClient.Reply.NoAnswer none when press.stands() -> keep(press);
                case HallClient.Reply.NoAnswer none -> unanswered(press);
            }
        }

        private void keep(Asking press) {
            DeviceLog.Deed deed = new DeviceLog.Deed.Asked(press.request);
            handingIn
                    .keep(new DeviceLog.NewStep(press.id, deed, press.at))
                    .thenAccept(
                            kept -> {
                                if (kept) {
                                    asking = null;
                                    doneAlone(deed);
                                } else {
                                    giveUp();
                                }
                            });
        }

        private void unanswered(Asking press) {
            if (left(press).compareTo(RETRY) > 0) {
                strand.after(RETRY, () -> ask(press));
            } else {
                strand.after(left(press), this::giveUp);
            }
        }

        private void giveUp() {
            asking = null;
            pad.beep();
        }

        private Duration left(Asking press) {
            return GIVE_UP.minusNanos(strand.nanoTime() - press.since);
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
