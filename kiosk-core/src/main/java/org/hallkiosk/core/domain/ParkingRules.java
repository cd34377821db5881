package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Setting a ticket aside (挂起), and its way back: to a window, or to its line, where it waits at the
 * place that its take had given it.
 */
final class ParkingRules {

    private final Case matter;

    ParkingRules(Case matter) {
        this.matter = matter;
    }

    Answer park(Command.TicketPark command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        Ticket.Turn turn = requireNonNull(ticket.turn());
        if (ticket.status() == TicketStatus.CALLED) {
            // Whoever is set aside has come: as with finishing, service starts if needed.
            matter.happens(new Event.TicketStarted(ticket.id(), turn.window(), turn.staff()));
        }
        int minutes =
                command.minutes() == null
                        ? matter.state().config().rules().parkMinutes()
                        : command.minutes();
        matter.happens(
                new Event.TicketParked(
                        ticket.id(),
                        turn.window(),
                        turn.staff(),
                        matter.now().plus(Duration.ofMinutes(minutes)),
                        command.reason()));
        return Case.is(ticket, TicketStatus.PARKED);
    }

    Answer resume(Command.TicketResume command) throws RuleBroken {
        WindowState window = matter.openWindow(command.window());
        WindowRules.requireFree(matter.state(), window);
        Ticket ticket = parked(command.ticket());
        matter.requireServes(window.no(), ticket.category());
        matter.happens(
                new Event.TicketResumed(ticket.id(), window.no(), requireNonNull(window.staff())));
        return Case.is(ticket, TicketStatus.SERVING);
    }

    Answer putBack(Command.TicketReturn command) throws RuleBroken {
        matter.windowOnDuty(command.window());
        Ticket ticket = parked(command.ticket());
        matter.requireServes(command.window(), ticket.category());
        return returned(ticket);
    }

    Answer timeOver(Command.ReturnTicket command) throws RuleBroken {
        Ticket ticket = parked(new TicketRef.ById(command.ticketId()));
        if (matter.now().isBefore(requireNonNull(ticket.parkedUntil()))) {
            // Parked once more since the timer was set; that one has a timer of its own.
            throw Case.wrongState(ticket);
        }
        return returned(ticket);
    }

    private Answer returned(Ticket ticket) {
        matter.happens(new Event.TicketReturned(ticket.id()));
        return Case.is(ticket, TicketStatus.WAITING);
    }

    private Ticket parked(TicketRef ref) throws RuleBroken {
        Ticket ticket = matter.ticket(ref);
        if (ticket.status() != TicketStatus.PARKED) {
            throw Case.wrongState(ticket);
        }
        return ticket;
    }
}
