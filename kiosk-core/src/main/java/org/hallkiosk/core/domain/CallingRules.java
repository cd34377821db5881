package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calling, and what becomes of a call. */
final class CallingRules {

    private final Case matter;
    private final HallState state;

    CallingRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer callNext(Command.TicketCallNext command) throws RuleBroken {
        WindowState window = openWindow(command.window());
        if (command.after() != null && !window.shows(command.after().ticketId())) {
            throw new RuleBroken(RefusalCode.STATE_CHANGED, "window", window.no());
        }
        Ticket held = held(window);
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
        WindowState window = openWindow(command.window());
        WindowRules.requireFree(state, window);
        Ticket ticket = matter.ticket(command.ticket());
        if (!ticket.status().callable() && ticket.status() != TicketStatus.MISSED) {
            throw Case.wrongState(ticket);
        }
        if (!matter.window(window.no()).categories().contains(ticket.category())) {
            throw new RuleBroken(
                    new Refusal(
                            RefusalCode.WRONG_CATEGORY,
                            Map.of(
                                    "window",
                                    String.valueOf(window.no()),
                                    "category",
                                    ticket.category())));
        }
        return called(ticket, window);
    }

    Answer recall(Command.TicketRecall command) throws RuleBroken {
        Ticket ticket = atWindow(command);
        if (ticket.status() != TicketStatus.CALLED) {
            throw Case.wrongState(ticket);
        }
        Ticket.Turn turn = requireNonNull(ticket.turn());
        int count = matter.offline() ? turn.count() : turn.count() + 1;
        matter.happens(new Event.TicketRecalled(ticket.id(), turn.window(), count));
        return is(ticket, TicketStatus.CALLED);
    }

    Answer start(Command.TicketStart command) throws RuleBroken {
        Ticket ticket = atWindow(command);
        if (ticket.status() != TicketStatus.CALLED) {
            throw Case.wrongState(ticket);
        }
        started(ticket);
        return is(ticket, TicketStatus.SERVING);
    }

    Answer finish(Command.TicketFinish command) throws RuleBroken {
        Ticket ticket = atWindow(command);
        finished(ticket);
        return is(ticket, TicketStatus.FINISHED);
    }

    Answer miss(Command.TicketMiss command) throws RuleBroken {
        Ticket ticket = atWindow(command);
        missed(ticket);
        return is(ticket, TicketStatus.MISSED);
    }

    Answer withdraw(Command.TicketWithdraw command) throws RuleBroken {
        Integer no = command.window();
        if (no != null) {
            matter.windowOnDuty(no);
        }
        Ticket ticket = named(command);
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
            throw notAtWindow(ticket, no);
        }
        matter.happens(
                new Event.TicketWithdrawn(
                        ticket.id(),
                        turn == null ? null : turn.window(),
                        Event.Withdrawal.REQUESTED));
        return is(ticket, TicketStatus.WITHDRAWN);
    }

    private WindowState openWindow(int no) throws RuleBroken {
        WindowState window = matter.windowOnDuty(no);
        matter.requireOpenDay();
        if (window.status() != WindowStatus.OPEN) {
            throw new RuleBroken(RefusalCode.WINDOW_NOT_OPEN, "window", no);
        }
        return window;
    }

    private @Nullable Ticket held(WindowState window) {
        return window.held() == null ? null : state.ticket(window.held());
    }

    /** The ticket of a step, which its window must hold. */
    private Ticket atWindow(Command.Step step) throws RuleBroken {
        Integer no = step.window();
        if (no != null) {
            matter.windowOnDuty(no);
        }
        Ticket ticket = named(step);
        Ticket.Turn turn = ticket.turn();
        if (turn == null) {
            throw Case.wrongState(ticket);
        }
        matter.windowOnDuty(turn.window());
        if (!ticket.status().atWindow()) {
            throw Case.wrongState(ticket);
        }
        if (no != null && no != turn.window()) {
            throw notAtWindow(ticket, no);
        }
        return ticket;
    }

    private Ticket named(Command.Step step) throws RuleBroken {
        if (step.ticket() != null) {
            return matter.ticket(step.ticket());
        }
        if (step.window() == null) {
            throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "window");
        }
        Ticket held = held(matter.windowState(step.window()));
        if (held == null) {
            throw new RuleBroken(RefusalCode.NOT_AT_WINDOW, "window", step.window());
        }
        return held;
    }

    private static RuleBroken notAtWindow(Ticket ticket, int window) {
        return new RuleBroken(
                new Refusal(
                        RefusalCode.NOT_AT_WINDOW,
                        Map.of("ticket", ticket.number(), "window", String.valueOf(window))));
    }

    private Answer called(Ticket ticket, WindowState window) {
        matter.happens(
                new Event.TicketCalled(
                        ticket.id(),
                        window.no(),
                        requireNonNull(window.staff()),
                        matter.context().newId()));
        return is(ticket, TicketStatus.CALLED);
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

    private static Answer is(Ticket ticket, TicketStatus status) {
        return new Answer.TicketIs(ticket.number(), ticket.id(), status);
    }
}
