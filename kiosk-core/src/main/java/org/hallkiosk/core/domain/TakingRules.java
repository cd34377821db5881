package org.hallkiosk.core.domain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Take and proof (TICKET.md, proof and queue). */
final class TakingRules {

    private final Case matter;
    private final HallState state;

    TakingRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer take(Command.TicketTake command) throws RuleBroken {
        String device = command.device() == null ? matter.actor().id() : command.device();
        matter.requireDevice(device);
        matter.requireOpenDay();
        HallConfig.Category category = matter.category(command.category());
        UUID take = matter.context().requestId();
        Ticket earlier = take == null ? null : state.ticketOfTake(take);
        if (earlier != null) {
            // The take came late: its dispenser has issued a ticket alone and it is adopted.
            if (!earlier.device().equals(device)) {
                throw new RuleBroken(RefusalCode.ID_REUSED);
            }
            return new Estimates(state).given(earlier);
        }
        return give(category, device, command.priority());
    }

    /** The next number of a category, for a person at this dispenser. */
    Answer.TicketGiven give(HallConfig.Category category, String device, Priority priority)
            throws RuleBroken {
        String number = nextNumber(category).toString();
        UUID id = matter.context().newId();
        UUID take = matter.context().requestId();
        matter.happens(new Event.TicketTaken(id, number, category.id(), device, priority, take));
        Place place = new Place(matter.now(), state.tickets().size());
        return new Estimates(state).given(number, id, category.id(), priority, place);
    }

    private TicketNumber nextNumber(HallConfig.Category category) throws RuleBroken {
        HallConfig.Ranges ranges = state.config().ranges();
        HallSnapshot.Numbers last = state.numbers(category.prefix());
        boolean known = state.doubt() == Doubt.NONE;
        if (state.doubt() == Doubt.RECOVERY) {
            throw new RuleBroken(RefusalCode.RECOVERING);
        }
        HallConfig.Range range = known ? ranges.hall() : ranges.recovery();
        int after = known ? last.hall() : last.recovery();
        for (int value = Math.max(range.from(), after + 1); value <= range.to(); value++) {
            TicketNumber number = new TicketNumber(category.prefix(), value);
            if (state.ticket(number.toString()) == null) {
                return number;
            }
        }
        throw new RuleBroken(RefusalCode.NUMBERS_EXHAUSTED, "category", category.id());
    }

    Answer prove(Command.TicketProof command) throws RuleBroken {
        Ticket ticket = matter.ticket(new TicketRef.ById(command.ticketId()));
        matter.requireDevice(ticket.device());
        matter.forbid(Actor.Kind.STAFF);
        ProofLevel level = command.level();
        TicketStatus status = ticket.status();
        if (!adds(ticket, level, command.last())) {
            return is(ticket, status);
        }
        matter.happens(new Event.TicketProved(ticket.id(), level, command.last()));
        boolean proved = ticket.proof() != null && ticket.proof().provesPaper();
        if (level.provesPaper()) {
            boolean nowWaits =
                    status == TicketStatus.REQUESTED || status == TicketStatus.UNCONFIRMED;
            return is(ticket, nowWaits ? TicketStatus.WAITING : status);
        }
        if (level == ProofLevel.FAILED) {
            boolean called = ticket.turn() != null;
            if (proved || called || !status.open()) {
                return is(ticket, status);
            }
            matter.happens(
                    new Event.TicketWithdrawn(ticket.id(), null, Event.Withdrawal.PRINT_FAILED));
            return is(ticket, TicketStatus.WITHDRAWN);
        }
        boolean lastWord = command.last() || level == ProofLevel.UNKNOWN;
        if (lastWord && status == TicketStatus.REQUESTED) {
            matter.happens(new Event.TicketUnconfirmed(ticket.id()));
            return is(ticket, TicketStatus.UNCONFIRMED);
        }
        return is(ticket, status);
    }

    /** Whether a report says anything that is not known yet. */
    private static boolean adds(Ticket ticket, ProofLevel level, boolean last) {
        ProofLevel best = ticket.proof();
        boolean proved = best != null && best.provesPaper();
        return switch (level) {
            case UNKNOWN -> !proved && !ticket.reported();
            case FAILED -> ticket.status() != TicketStatus.WITHDRAWN;
            default -> best == null || level.compareTo(best) > 0 || (last && !ticket.reported());
        };
    }

    Answer unproved(Command.TicketUnproved command) throws RuleBroken {
        String device = command.device() == null ? matter.actor().id() : command.device();
        matter.requireDevice(device);
        List<UUID> ids =
                state.unproved().stream()
                        .filter(ticket -> ticket.device().equals(device))
                        .map(Ticket::id)
                        .toList();
        return new Answer.Unproved(ids);
    }

    Answer get(Command.TicketGet command) throws RuleBroken {
        Ticket taken = state.ticketOfTake(command.ticketId());
        Ticket ticket =
                taken == null ? matter.ticket(new TicketRef.ById(command.ticketId())) : taken;
        matter.requireDevice(ticket.device());
        return new Answer.TicketFound(
                ticket.number(), ticket.id(), ticket.status(), ticket.proof(), ticket.reported());
    }

    Answer unconfirm(Command.UnconfirmTicket command) {
        @Nullable Ticket ticket = state.ticket(command.ticketId());
        if (ticket != null && ticket.status() == TicketStatus.REQUESTED) {
            matter.happens(new Event.TicketUnconfirmed(ticket.id()));
        }
        return new Answer.Done();
    }

    private static Answer is(Ticket ticket, TicketStatus status) {
        return new Answer.TicketIs(ticket.number(), ticket.id(), status);
    }
}
