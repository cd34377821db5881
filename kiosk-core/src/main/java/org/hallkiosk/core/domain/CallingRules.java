package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Calling, and what becomes of a call. */
final class CallingRules {

    private final Case matter;
    private final HallState state;

    CallingRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer callNext(Command.TicketCallNext command) throws RuleBroken {
        WindowState window = matter.openWindow(command.window());
        if (command.after() != null && !window.shows(command.after().ticketId())) {
            throw new RuleBroken(RefusalCode.STATE_CHANGED, "window", window.no());
        }
        Ticket held = matter.held(window);
        if (held != null) {
            if (command.close() == null) {
                WindowRules.requireFree(state, window);
            } else if (command.close() == Command.Close.MISS) {
                missed(held);
            } else {
                finished(held);
            }
        }
        List<Ticket> next = state.upcoming(window.no(), 1);
        if (next.isEmpty()) {
            throw new RuleBroken(RefusalCode.QUEUE_EMPTY, "window", window.no());
        }
        return called(next.getFirst(), window);
    }

    Answer call(Command.TicketCall command) throws RuleBroken {
        WindowState window = matter.openWindow(command.window());
        WindowRules.requireFree(state, window);
        Ticket ticket = matter.ticket(command.ticket());
        if (!ticket.status().callable()
                && ticket.status() != TicketStatus.MISSED
                && ticket.status() != TicketStatus.PARKED) {
            throw Case.wrongState(ticket);
        }
        matter.requireServes(window.no(), ticket.category());
        return called(ticket, window);
    }

    Answer recall(Command.TicketRecall command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        if (ticket.status() != TicketStatus.CALLED) {
            throw Case.wrongState(ticket);
        }
        Ticket.Turn turn = requireNonNull(ticket.turn());
        int count = matter.offline() ? turn.count() : turn.count() + 1;
        matter.happens(new Event.TicketRecalled(ticket.id(), turn.window(), count));
        return Case.is(ticket, TicketStatus.CALLED);
    }

    Answer start(Command.TicketStart command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        if (ticket.status() != TicketStatus.CALLED) {
            throw Case.wrongState(ticket);
        }
        started(ticket);
        return Case.is(ticket, TicketStatus.SERVING);
    }

    Answer finish(Command.TicketFinish command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        finished(ticket);
        return Case.is(ticket, TicketStatus.FINISHED);
    }

    Answer miss(Command.TicketMiss command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        missed(ticket);
        return Case.is(ticket, TicketStatus.MISSED);
    }

    /**
     * Hands on what the window holds: it waits elsewhere, and its take decides where in the line.
     */
    Answer transfer(Command.TicketTransfer command) throws RuleBroken {
        Ticket ticket = matter.atWindow(command);
        String to = matter.category(command.category()).id();
        if (to.equals(ticket.category())) {
            throw new RuleBroken(
                    new Refusal(
                            RefusalCode.SAME_CATEGORY,
                            Map.of("ticket", ticket.number(), "category", to)));
        }
        Ticket.Turn turn = requireNonNull(ticket.turn());
        matter.happens(
                new Event.TicketTransferred(
                        ticket.id(),
                        turn.window(),
                        turn.staff(),
                        ticket.category(),
                        to,
                        command.reason()));
        return Case.is(ticket, TicketStatus.WAITING);
    }

    Answer withdraw(Command.TicketWithdraw command) throws RuleBroken {
        Integer no = command.window();
        if (no != null) {
            matter.windowOnDuty(no);
        }
        Ticket ticket = matter.named(command);
        Ticket.Turn turn = ticket.status().atWindow() ? ticket.turn() : null;
        if (turn != null) {
            matter.windowOnDuty(turn.window());
        } else if (no == null) {
            matter.requireDevice(ticket.device());
        }
        if (!ticket.status().open() || ticket.status() == TicketStatus.SERVING) {
            throw Case.wrongState(ticket);
        }
        if (turn != null && no != null && no != turn.window()) {
            throw Case.notAtWindow(ticket, no);
        }
        matter.happens(
                new Event.TicketWithdrawn(
                        ticket.id(),
                        turn == null ? null : turn.window(),
                        Event.Withdrawal.REQUESTED));
        return Case.is(ticket, TicketStatus.WITHDRAWN);
    }

    private Answer called(Ticket ticket, WindowState window) {
        matter.happens(
                new Event.TicketCalled(
                        ticket.id(),
                        window.no(),
                        requireNonNull(window.staff()),
                        matter.context().newId()));
        return Case.is(ticket, TicketStatus.CALLED);
    }

    private void started(Ticket ticket) {
        Ticket.Turn turn = requireNonNull(ticket.turn());
        matter.happens(new Event.TicketStarted(ticket.id(), turn.window(), turn.staff()));
    }

    private void finished(Ticket ticket) {
        Ticket.Turn turn = requireNonNull(ticket.turn());
        if (ticket.status() == TicketStatus.CALLED) {
            started(ticket);
        }
        matter.happens(new Event.TicketFinished(ticket.id(), turn.window(), turn.staff()));
        HallConfig.Window window = state.windowConfig(turn.window());
        if (window != null && window.evaluator() && !matter.offline()) {
            new EvaluationRules(matter).offer(ticket, turn);
        }
    }

    private void missed(Ticket ticket) throws RuleBroken {
        if (ticket.status() != TicketStatus.CALLED) {
            throw Case.wrongState(ticket);
        }
        Ticket.Turn turn = requireNonNull(ticket.turn());
        matter.happens(new Event.TicketMissed(ticket.id(), turn.window(), turn.staff()));
    }
}
