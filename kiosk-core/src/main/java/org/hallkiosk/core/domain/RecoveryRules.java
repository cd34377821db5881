package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a recovery (EVENTS.md 10): what the lost events had made of the open day is taken over
 * into what was done since without them (docs/adr/0011-restore.md).
 */
final class RecoveryRules {

    private final Case matter;
    private final HallState state;
    private final Set<Integer> windowsTaken = new HashSet<>();
    private int added;

    RecoveryRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer end(Command.EndRecovery command) throws RuleBroken {
        if (!state.recovering()) {
            return new Answer.Done();
        }
        HallSnapshot lost = command.lost();
        if (lost != null) {
            takeOver(lost);
        }
        matter.happens(new Event.RecoveryEnded(command.centerEpoch(), command.centerSeq()));
        return new Answer.Done();
    }

    private void takeOver(HallSnapshot lost) throws RuleBroken {
        if (lost.day() != null && (state.day() == null || lost.day().isAfter(state.day()))) {
            // Its people would be forgotten when the day that they wait in is opened afterwards.
            throw new RuleBroken(RefusalCode.DAY_NOT_OPEN);
        }
        configuration(lost);
        if (lost.day() != null && lost.day().equals(state.day())) {
            lost.tickets().forEach(this::ticket);
        }
        lost.bookings().forEach(this::booking);
    }

    private void configuration(HallSnapshot lost) {
        boolean newer = lost.config().version() > state.config().version();
        if (newer && new HallRules(matter).takesNothingAway(lost.config())) {
            matter.happens(new Event.HallConfigured(lost.config()));
            if (!lost.staff().equals(state.staff())) {
                matter.happens(new Event.StaffChanged(lost.staff()));
            }
        }
    }

    /** No check-in was possible since, so nothing here can say that a booking is unused. */
    private void booking(Booking lost) {
        Booking here = state.booking(lost.booking());
        if (here == null) {
            if (state.category(lost.category()) == null) {
                return;
            }
            matter.happens(
                    new Event.BookingRegistered(
                            lost.booking(), lost.category(), lost.from(), lost.to(), lost.name()));
        }
        boolean unused = here == null || here.ticketId() == null;
        if (lost.ticketId() != null && unused && !isWithdrawn(lost.ticketId())) {
            matter.happens(new Event.BookingCheckedIn(lost.booking(), lost.ticketId()));
        }
    }

    private boolean isWithdrawn(UUID ticketId) {
        Ticket here = state.ticket(ticketId);
        return here != null && here.status() == TicketStatus.WITHDRAWN;
    }

    private void ticket(Ticket lost) {
        Ticket here = state.ticket(lost.id());
        if (here != null && !isBehind(here, lost)) {
            return;
        }
        TicketStatus status = status(lost);
        if (here != null && status == here.status()) {
            return;
        }
        if (status.atWindow()) {
            windowsTaken.add(requireNonNull(lost.turn()).window());
        }
        Place place =
                here != null
                        ? here.place()
                        : new Place(lost.place().at(), state.tickets().size() + added++);
        matter.happens(new Event.TicketRecovered(lost.recovered(status, place)));
    }

    /** Whether the lost events had brought a ticket further than it has come here since. */
    private static boolean isBehind(Ticket here, Ticket lost) {
        boolean sameTurn =
                here.turn() != null
                        && lost.turn() != null
                        && here.turn().call().equals(lost.turn().call());
        boolean left =
                lost.status() == TicketStatus.FINISHED || lost.status() == TicketStatus.WITHDRAWN;
        boolean aside =
                lost.status() == TicketStatus.MISSED || lost.status() == TicketStatus.PARKED;
        boolean atWindow = lost.status().atWindow();
        return switch (here.status()) {
            case REQUESTED ->
                    lost.status() != TicketStatus.REQUESTED && lost.status() != TicketStatus.ENDED;
            case UNCONFIRMED -> lost.status() == TicketStatus.WAITING || atWindow || aside || left;
            case WAITING -> atWindow || aside || left;
            case CALLED, SERVING -> sameTurn && (left || aside);
            case MISSED, PARKED -> left;
            case FINISHED, WITHDRAWN, ENDED -> false;
        };
    }

    private TicketStatus status(Ticket lost) {
        if (!lost.status().open()) {
            return lost.status();
        }
        if (!state.dayOpen()) {
            return TicketStatus.ENDED;
        }
        if (isReplaced(lost)) {
            return TicketStatus.WITHDRAWN;
        }
        if (lost.status().atWindow() && !isFree(requireNonNull(lost.turn()).window())) {
            // Rather called twice than never.
            return lost.proof() != null && lost.proof().provesPaper()
                    ? TicketStatus.WAITING
                    : TicketStatus.UNCONFIRMED;
        }
        return lost.status();
    }

    /** Whether the same take has led to another ticket since, and this one has no paper. */
    private boolean isReplaced(Ticket lost) {
        Ticket other = lost.take() == null ? null : state.ticketOfTake(lost.take());
        boolean paper = lost.proof() != null && lost.proof().provesPaper();
        return other != null && !other.id().equals(lost.id()) && (other.adopted() || !paper);
    }

    private boolean isFree(int no) {
        @Nullable WindowState window = state.window(no);
        return window != null
                && window.status() != WindowStatus.CLOSED
                && window.held() == null
                && !windowsTaken.contains(no);
    }
}
