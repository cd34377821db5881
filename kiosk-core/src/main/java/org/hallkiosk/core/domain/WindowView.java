package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A window as everybody may see it: the payload of {@code window/{no}/state}.
 *
 * @param category the name of the category of the ticket that the window holds; while it holds none
 *     and is not closed, the names of what it serves, joined by {@code 、} (S2 6.4.2, R1); null at a
 *     closed window
 * @param ticket the number that is called or served; null while nobody is called
 * @param ticketId the ticket that the window holds, or after it ended the one that it held last,
 *     until the window calls again or is closed
 * @param ticketStatus where that ticket is
 * @param call the call of the ticket that the window holds
 * @param next who is called next here, at most {@link #NEXT}, if nothing changes
 * @param parked the tickets that this window has set aside (挂起), in the order of their takes
 * @param staff who is on duty; null when nobody is
 * @param whereabouts where that person is (去向)
 * @param reason why it is paused
 * @param at the time of the event that this view follows
 */
public record WindowView(
        int window,
        String label,
        WindowStatus status,
        @Nullable String category,
        @Nullable String ticket,
        @Nullable UUID ticketId,
        @Nullable TicketStatus ticketStatus,
        @Nullable Call call,
        List<String> next,
        List<Parked> parked,
        @Nullable OnDuty staff,
        @Nullable String whereabouts,
        @Nullable String reason,
        long epoch,
        Instant at) {

    /** How many numbers {@link #next} shows at most. */
    public static final int NEXT = 3;

    public WindowView {
        requireNonNull(label);
        requireNonNull(status);
        next = List.copyOf(next);
        parked = List.copyOf(parked);
        requireNonNull(at);
    }

    /**
     * What there is to see of a window now.
     *
     * @return null when no window with this number is configured
     */
    public static @Nullable WindowView of(HallState state, int no) {
        HallConfig.Window config = state.windowConfig(no);
        WindowState window = state.window(no);
        if (config == null || window == null) {
            return null;
        }
        Ticket shown = window.last() == null ? null : state.ticket(window.last());
        if (shown != null && (shown.turn() == null || shown.turn().window() != no)) {
            // Missed here and called elsewhere since.
            shown = null;
        }
        Ticket held = window.held() == null ? null : shown;
        Ticket.Turn turn = held == null ? null : held.turn();
        HallConfig.Category category = held == null ? null : state.category(held.category());
        Staff person = window.staff() == null ? null : state.staff(window.staff());
        return new WindowView(
                no,
                config.label(),
                window.status(),
                category == null ? served(state, config, window) : category.name(),
                held == null ? null : held.number(),
                shown == null ? null : shown.id(),
                shown == null ? null : shown.status(),
                turn == null ? null : new Call(turn.call(), turn.count()),
                window.status() == WindowStatus.OPEN
                        ? state.upcoming(no, NEXT).stream().map(Ticket::number).toList()
                        : List.of(),
                parked(state, no),
                window.staff() == null ? null : onDuty(window.staff(), person),
                person == null ? null : person.whereabouts(),
                window.reason(),
                state.epoch(),
                state.at());
    }

    private static @Nullable String served(
            HallState state, HallConfig.Window config, WindowState window) {
        if (window.status() == WindowStatus.CLOSED || config.categories().isEmpty()) {
            return null;
        }
        return config.categories().stream()
                .map(state::category)
                .filter(Objects::nonNull)
                .map(HallConfig.Category::name)
                .collect(Collectors.joining("、"));
    }

    /** The same at another time. */
    public WindowView at(Instant newAt) {
        return new WindowView(
                window,
                label,
                status,
                category,
                ticket,
                ticketId,
                ticketStatus,
                call,
                next,
                parked,
                staff,
                whereabouts,
                reason,
                epoch,
                newAt);
    }

    private static List<Parked> parked(HallState state, int no) {
        List<Parked> parked = new ArrayList<>();
        for (Ticket ticket : state.parked()) {
            if (ticket.parkedUntil() != null
                    && ticket.turn() != null
                    && ticket.turn().window() == no) {
                parked.add(new Parked(ticket.number(), ticket.id(), ticket.parkedUntil()));
            }
        }
        return parked;
    }

    private static OnDuty onDuty(String no, @Nullable Staff person) {
        return person == null
                ? new OnDuty(no, "", "")
                : new OnDuty(no, person.name(), person.title());
    }

    /**
     * One call of one ticket. A speaker speaks each pair once.
     *
     * @param count 1 for the call itself, one more for each recall
     */
    public record Call(UUID id, int count) {
        public Call {
            requireNonNull(id);
        }
    }

    /** A ticket set aside, and when it goes back to its line by itself. */
    public record Parked(String ticket, UUID ticketId, Instant until) {
        public Parked {
            requireNonNull(ticket);
            requireNonNull(ticketId);
            requireNonNull(until);
        }
    }

    /** The person on duty; name and title are empty when the number is not in the hall's staff. */
    public record OnDuty(String no, String name, String title) {
        public OnDuty {
            requireNonNull(no);
            requireNonNull(name);
            requireNonNull(title);
        }
    }
}
