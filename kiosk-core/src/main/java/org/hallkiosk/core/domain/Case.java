package org.hallkiosk.core.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision in the making: what it is based on, and the events so far. */
final class Case {

    private final HallState state;
    private final Context context;
    private final Instant now;
    private final List<Event> events = new ArrayList<>();

    Case(HallState state, Context context) {
        this.state = state;
        this.context = context;
        // A wall clock that was set back must not bring an event ahead of an earlier one.
        this.now = context.now().isBefore(state.at()) ? state.at() : context.now();
    }

    HallState state() {
        return state;
    }

    Context context() {
        return context;
    }

    Actor actor() {
        return context.actor();
    }

    Instant now() {
        return now;
    }

    boolean offline() {
        return context.offline() != null;
    }

    List<Event> events() {
        return events;
    }

    void happens(Event event) {
        events.add(event);
    }

    void requireOpenDay() throws RuleBroken {
        if (!state.dayOpen()) {
            throw new RuleBroken(RefusalCode.DAY_NOT_OPEN);
        }
    }

    /** Refuses a kind of actor. */
    void forbid(Actor.Kind kind) throws RuleBroken {
        if (actor().kind() == kind) {
            throw new RuleBroken(RefusalCode.NOT_ALLOWED);
        }
    }

    /** Refuses a device that is not this one. */
    void requireDevice(@Nullable String device) throws RuleBroken {
        if (actor().kind() == Actor.Kind.DEVICE && !actor().id().equals(device)) {
            throw new RuleBroken(RefusalCode.NOT_YOURS);
        }
    }

    HallConfig.Category category(String id) throws RuleBroken {
        HallConfig.Category category = state.category(id);
        if (category == null) {
            throw new RuleBroken(RefusalCode.UNKNOWN_CATEGORY, "category", id);
        }
        return category;
    }

    /** The window; refused when there is none, or a device asks that does not serve it. */
    HallConfig.Window window(int no) throws RuleBroken {
        HallConfig.Window window = state.windowConfig(no);
        if (window == null) {
            throw new RuleBroken(RefusalCode.UNKNOWN_WINDOW, "window", no);
        }
        requireDevice(window.device());
        return window;
    }

    /** The same, and refused too when a member of staff asks who is not on duty there. */
    WindowState windowOnDuty(int no) throws RuleBroken {
        window(no);
        WindowState window = windowState(no);
        if (actor().kind() == Actor.Kind.STAFF && !actor().id().equals(window.staff())) {
            throw new RuleBroken(RefusalCode.NOT_YOURS);
        }
        return window;
    }

    WindowState windowState(int no) throws RuleBroken {
        WindowState window = state.window(no);
        if (window == null) {
            throw new RuleBroken(RefusalCode.UNKNOWN_WINDOW, "window", no);
        }
        return window;
    }

    /** The window, which must be open on an open day. */
    WindowState openWindow(int no) throws RuleBroken {
        WindowState window = windowOnDuty(no);
        requireOpenDay();
        if (window.status() != WindowStatus.OPEN) {
            throw new RuleBroken(RefusalCode.WINDOW_NOT_OPEN, "window", no);
        }
        return window;
    }

    /** The ticket that a window holds. */
    @Nullable Ticket held(WindowState window) {
        return window.held() == null ? null : state.ticket(window.held());
    }

    /** The ticket of a step, which its window must hold. */
    Ticket atWindow(Command.Step step) throws RuleBroken {
        Integer no = step.window();
        if (no != null) {
            windowOnDuty(no);
        }
        Ticket ticket = named(step);
        Ticket.Turn turn = ticket.turn();
        if (turn == null) {
            throw Case.wrongState(ticket);
        }
        windowOnDuty(turn.window());
        if (!ticket.status().atWindow()) {
            throw Case.wrongState(ticket);
        }
        if (no != null && no != turn.window()) {
            throw notAtWindow(ticket, no);
        }
        return ticket;
    }

    /** The ticket that a step means. */
    Ticket named(Command.Step step) throws RuleBroken {
        if (step.ticket() != null) {
            return ticket(step.ticket());
        }
        if (step.window() == null) {
            throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "window");
        }
        Ticket held = held(windowState(step.window()));
        if (held == null) {
            throw new RuleBroken(RefusalCode.NOT_AT_WINDOW, "window", step.window());
        }
        return held;
    }

    /** The refusal of a ticket that another window has, or none. */
    static RuleBroken notAtWindow(Ticket ticket, int window) {
        return new RuleBroken(
                new Refusal(
                        RefusalCode.NOT_AT_WINDOW,
                        Map.of("ticket", ticket.number(), "window", String.valueOf(window))));
    }

    /** Refuses a category that a window does not serve. */
    void requireServes(int no, String category) throws RuleBroken {
        if (!window(no).categories().contains(category)) {
            throw new RuleBroken(
                    new Refusal(
                            RefusalCode.WRONG_CATEGORY,
                            Map.of("window", String.valueOf(no), "category", category)));
        }
    }

    /** The answer to what moves one ticket. */
    static Answer is(Ticket ticket, TicketStatus status) {
        return new Answer.TicketIs(ticket.number(), ticket.id(), status);
    }

    Ticket ticket(TicketRef ref) throws RuleBroken {
        return switch (ref) {
            case TicketRef.ById(var id) -> found(state.ticket(id), id);
            case TicketRef.ByNumber(var number) -> found(state.ticket(number), number);
        };
    }

    private static Ticket found(@Nullable Ticket ticket, Object name) throws RuleBroken {
        if (ticket == null) {
            throw new RuleBroken(RefusalCode.UNKNOWN_TICKET, "ticket", name);
        }
        return ticket;
    }

    /** The refusal of a ticket that is in no state for the command. */
    static RuleBroken wrongState(Ticket ticket) {
        return new RuleBroken(
                new Refusal(
                        RefusalCode.WRONG_STATE,
                        Map.of("ticket", ticket.number(), "status", ticket.status().word())));
    }
}
