package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.util.Comparator;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.ClerkPad;
import org.jspecify.annotations.Nullable;

/**
 * What a key of a call pad means, by what its window is doing (TICKET.md, call pads). Pads have no
 * key for start and finish: to rate is to finish, and finishing and setting aside start if needed.
 */
final class PadTable {

    /** Nobody is missed before he had this long to come (TICKET.md, call pads). */
    static final Duration TIME_TO_COME = Duration.ofSeconds(15);

    /** What a press leads to. */
    sealed interface Meaning {
        /** This is asked of the hall. */
        record Ask(Command.Request request) implements Meaning {}

        /** It is not possible now: the pad sounds. */
        record Refuse() implements Meaning {}

        /** Nothing at all. */
        record Ignore() implements Meaning {}
    }

    /**
     * Where keys of a window lead that a pad cannot give a target.
     *
     * @param transferTo the category to which the key hands on; null for none
     * @param spoken whether the window has a speaker zone
     */
    record Targets(@Nullable String transferTo, boolean spoken) {
        /** Before the hall's configuration has come. */
        static final Targets UNKNOWN = new Targets(null, false);
    }

    /** What a window is doing. */
    private enum Doing {
        CLOSED,
        PAUSED,
        FREE,
        CALLED,
        SERVING
    }

    private PadTable() {}

    /**
     * Looks a key up.
     *
     * @param seen the window as the clerk sees it
     * @param sinceCall how long the ticket that it holds has been called
     * @param ended whether that ticket was finished or missed here, which the hall does not know
     */
    static Meaning of(
            ClerkPad.Key key, WindowView seen, Duration sinceCall, boolean ended, Targets targets) {
        Doing doing = ended ? without(seen) : doing(seen);
        return switch (key) {
            case NEXT ->
                    switch (doing) {
                        case FREE -> next(seen, null);
                        case CALLED ->
                                sinceCall.compareTo(TIME_TO_COME) < 0
                                        ? new Meaning.Refuse()
                                        : next(seen, Command.Close.MISS);
                        case SERVING -> next(seen, Command.Close.FINISH);
                        case PAUSED, CLOSED -> new Meaning.Refuse();
                    };
            case RECALL ->
                    doing == Doing.CALLED
                            ? ask(new Command.TicketRecall(seen.window(), held(seen)))
                            : new Meaning.Refuse();
            case EVALUATE ->
                    doing == Doing.CALLED || doing == Doing.SERVING
                            ? ask(new Command.TicketFinish(seen.window(), held(seen)))
                            : new Meaning.Refuse();
            case MISS ->
                    doing == Doing.CALLED
                            ? ask(new Command.TicketMiss(seen.window(), held(seen)))
                            : new Meaning.Refuse();
            case PAUSE -> pause(seen, doing);
            case PARK ->
                    doing == Doing.CALLED || doing == Doing.SERVING
                            ? ask(new Command.TicketPark(seen.window(), held(seen), null, null))
                            : new Meaning.Refuse();
            case CALL_BACK -> doing == Doing.FREE ? callBack(seen) : new Meaning.Refuse();
            case TRANSFER -> transfer(seen, doing, targets.transferTo());
            case STAND_BACK ->
                    targets.spoken() && doing != Doing.PAUSED && doing != Doing.CLOSED
                            ? ask(new Command.WindowStandBack(seen.window()))
                            : new Meaning.Refuse();
            case CONFIRM -> new Meaning.Refuse();
            case CANCEL -> new Meaning.Ignore();
        };
    }

    /** The same key takes the clerk away and brings him back; who opens a window says the page. */
    private static Meaning pause(WindowView seen, Doing doing) {
        WindowView.OnDuty staff = seen.staff();
        if (staff == null) {
            return new Meaning.Refuse();
        }
        return switch (doing) {
            case FREE -> ask(new Command.WindowPause(seen.window(), staff.no(), null));
            case PAUSED -> ask(new Command.WindowOpen(seen.window(), staff.no(), null));
            case CALLED, SERVING, CLOSED -> new Meaning.Refuse();
        };
    }

    /** A pad cannot say to which category: the hall's configuration does. */
    private static Meaning transfer(WindowView seen, Doing doing, @Nullable String to) {
        return to != null && (doing == Doing.CALLED || doing == Doing.SERVING)
                ? ask(new Command.TicketTransfer(seen.window(), held(seen), to, null))
                : new Meaning.Refuse();
    }

    /**
     * Calls the one aloud who would be the first to lose his place here: a pad cannot say which,
     * and he may sit in the hall.
     */
    private static Meaning callBack(WindowView seen) {
        return seen.parked().stream()
                .min(Comparator.comparing(WindowView.Parked::until))
                .map(
                        first ->
                                ask(
                                        new Command.TicketCall(
                                                seen.window(),
                                                new TicketRef.ById(first.ticketId()))))
                .orElseGet(Meaning.Refuse::new);
    }

    private static Meaning next(WindowView seen, Command.@Nullable Close close) {
        return ask(
                new Command.TicketCallNext(
                        seen.window(), new Command.Seen(seen.ticketId()), close));
    }

    private static Meaning ask(Command.Request request) {
        return new Meaning.Ask(request);
    }

    private static @Nullable TicketRef held(WindowView seen) {
        return seen.ticketId() == null ? null : new TicketRef.ById(seen.ticketId());
    }

    private static Doing doing(WindowView seen) {
        if (seen.ticketId() != null && seen.ticketStatus() == TicketStatus.CALLED) {
            return Doing.CALLED;
        }
        if (seen.ticketId() != null && seen.ticketStatus() == TicketStatus.SERVING) {
            return Doing.SERVING;
        }
        return without(seen);
    }

    private static Doing without(WindowView seen) {
        return switch (seen.status()) {
            case OPEN -> Doing.FREE;
            case PAUSED -> Doing.PAUSED;
            case CLOSED -> Doing.CLOSED;
        };
    }
}
