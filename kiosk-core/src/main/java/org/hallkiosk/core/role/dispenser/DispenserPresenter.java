package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.DispenserView.Stage;
import org.hallkiosk.core.port.screen.DispenserView.Trouble;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What a dispenser's screen shows, and what a touch on it does. One visit at a time: while one goes
 * on every other touch is ignored, so that a double touch is one ticket.
 *
 * <p>All methods are called on the dispenser's strand, none blocks, and the screen is told there,
 * only when something on it changes.
 */
public final class DispenserPresenter {

    /** How long "take your ticket" stays when nothing tells that it was taken. */
    private static final Duration TICKET_SHOWN = Duration.ofSeconds(8);

    /** How long it stays once the printer says that it was taken. */
    private static final Duration AFTER_TAKEN = Duration.ofSeconds(2);

    /** How long a sentence about a failure stays. */
    private static final Duration FAILURE_SHOWN = Duration.ofSeconds(15);

    /** Language and type size go back to the hall's own when nobody touches (RELIABILITY.md 6). */
    private static final Duration IDLE = Duration.ofSeconds(60);

    /**
     * A touch so soon after the choice came back was meant for what stood there before: the second
     * half of a double touch on "done" must not take a ticket.
     */
    private static final Duration DELIBERATE = Duration.ofMillis(500);

    private final Strand strand;
    private final Dispenser dispenser;
    private final HallPicture hall;
    private final Ids ids;
    private final Locale ownLanguage;
    private final boolean simulated;
    private Consumer<DispenserView> screen = view -> {};
    private @Nullable DispenserView shown;
    private Locale language;
    private boolean largeType;
    private @Nullable Visit visit;
    private @Nullable Visit scan;
    private long choiceSince;
    private Strand.@Nullable Timer idle;

    private static final class Visit {
        /** Null when a booking's code came with it. */
        final @Nullable String category;

        Taking now = new Taking.Asking();
        Strand.@Nullable Timer end;

        Visit(@Nullable String category) {
            this.category = category;
        }
    }

    /**
     * Makes it.
     *
     * @param language the one it returns to when nobody touches
     * @param simulated whether a peripheral of the device is an emulator
     */
    public DispenserPresenter(
            Strand strand,
            Dispenser dispenser,
            HallPicture hall,
            Ids ids,
            Locale language,
            boolean simulated) {
        this.strand = strand;
        this.dispenser = dispenser;
        this.hall = hall;
        this.ids = ids;
        this.ownLanguage = language;
        this.language = language;
        this.simulated = simulated;
        this.choiceSince = strand.nanoTime() - DELIBERATE.toNanos();
    }

    /** Shows from now on. */
    public void start(Consumer<DispenserView> newScreen) {
        screen = newScreen;
        hall.onChange(this::show);
        dispenser.onPrinterReadiness(this::show);
        dispenser.onScan(this::scanned);
        show();
    }

    /** Somebody touched something. */
    public void act(DispenserAction action) {
        if (idle != null) {
            idle.cancel();
        }
        idle = strand.after(IDLE, this::leftAlone);
        switch (action) {
            case DispenserAction.Take take -> take(take.category());
            case DispenserAction.Back back -> back();
            case DispenserAction.Language chosen -> language = chosen.language();
            case DispenserAction.LargeType size -> largeType = size.on();
        }
        show();
    }

    private void take(String category) {
        boolean deliberate = strand.nanoTime() - choiceSince >= DELIBERATE.toNanos();
        if (!(stage() instanceof DispenserView.Choosing) || !deliberate) {
            return;
        }
        Visit begun = new Visit(category);
        visit = begun;
        dispenser.take(
                new TakeIntent(ids.next(), category, Priority.NONE), news -> follow(begun, news));
    }

    /** A booking's code was held before the scanner. Whoever touched something first goes first. */
    private void scanned(Taking news) {
        Visit of = scan;
        if (of == null || of.now.over()) {
            if (visit != null && !mayLeave(visit)) {
                return;
            }
            of = new Visit(null);
            scan = of;
            visit = of;
        }
        follow(of, news);
    }

    private void follow(Visit of, Taking news) {
        of.now = news;
        if (visit != of) {
            return;
        }
        Duration rest =
                switch (stage(of)) {
                    case DispenserView.Failed failed -> FAILURE_SHOWN;
                    case DispenserView.TakeTicket take -> taken(news) ? AFTER_TAKEN : TICKET_SHOWN;
                    default -> null;
                };
        if (of.end != null) {
            of.end.cancel();
        }
        of.end = rest == null ? null : strand.after(rest, () -> end(of));
        show();
    }

    private static boolean taken(Taking news) {
        return news instanceof Taking.Issued issued && issued.proof() == ProofLevel.TAKEN;
    }

    private void end(Visit which) {
        if (visit == which) {
            visit = null;
            choiceSince = strand.nanoTime();
            show();
        }
    }

    private void back() {
        if (visit != null && mayLeave(visit)) {
            end(visit);
        }
    }

    /** A visit can be left once its outcome is on the screen. */
    private boolean mayLeave(Visit which) {
        return stage(which) instanceof DispenserView.TakeTicket
                || stage(which) instanceof DispenserView.Failed;
    }

    private void leftAlone() {
        language = ownLanguage;
        largeType = false;
        show();
    }

    private void show() {
        DispenserView next = view();
        if (!next.equals(shown)) {
            shown = next;
            screen.accept(next);
        }
    }

    /** What the screen shows now. */
    public DispenserView view() {
        return new DispenserView(
                language,
                largeType,
                hall.minute(),
                hall.hallName(language),
                hall.config().categories().stream().map(this::category).toList(),
                hall.staleSince(),
                simulated,
                stage());
    }

    private DispenserView.Category category(HallConfig.Category category) {
        return new DispenserView.Category(
                category.id(),
                hall.categoryName(category.id(), language),
                hall.place(category.id(), language),
                hall.waiting(category.id()));
    }

    private Stage stage() {
        if (visit != null) {
            return stage(visit);
        }
        if (hall.config().version() == 0) {
            return new DispenserView.Starting();
        }
        if (hall.isClosed()) {
            return new DispenserView.HallClosed(hall.hoursToday());
        }
        return switch (dispenser.printerReadiness()) {
            case READY -> new DispenserView.Choosing();
            case GONE -> new DispenserView.OutOfService(Trouble.PRINTER_GONE);
            case NEEDS_CARE -> new DispenserView.OutOfService(Trouble.PRINTER);
        };
    }

    private Stage stage(Visit of) {
        String name = of.category == null ? "" : hall.categoryName(of.category, language);
        return switch (of.now) {
            case Taking.Asking asking -> new DispenserView.Asking(name);
            case Taking.Issued issued -> issued(of, name, issued);
            case Taking.Refused refused ->
                    new DispenserView.Failed(name, trouble(refused.refusal()));
            case Taking.Impossible impossible ->
                    new DispenserView.Failed(
                            name,
                            switch (impossible.reason()) {
                                case PRINTER ->
                                        dispenser.printerReadiness() == SlipPrinter.Readiness.GONE
                                                ? Trouble.PRINTER_GONE
                                                : Trouble.PRINTER;
                                case NO_NUMBERS -> Trouble.NO_NUMBERS;
                                case DISK -> Trouble.TRY_AGAIN;
                                case NO_BOOKINGS -> Trouble.NO_BOOKINGS;
                                case UNREADABLE_CODE -> Trouble.UNREADABLE_CODE;
                            });
        };
    }

    private Stage issued(Visit of, String name, Taking.Issued issued) {
        DispenserView.Given number =
                new DispenserView.Given(
                        issued.ticket(),
                        issued.ahead(),
                        of.category == null ? "" : hall.place(of.category, language));
        if (issued.proof().provesPaper()) {
            return new DispenserView.TakeTicket(name, number, true);
        }
        if (!issued.last()) {
            return new DispenserView.Printing(name, number);
        }
        return issued.proof() == ProofLevel.FAILED
                ? new DispenserView.Failed(name, Trouble.PRINT_FAILED)
                : new DispenserView.TakeTicket(name, number, false);
    }

    private static Trouble trouble(Refusal refusal) {
        return switch (refusal.code()) {
            case NUMBERS_EXHAUSTED -> Trouble.EXHAUSTED;
            case DAY_NOT_OPEN -> Trouble.NOT_OPEN;
            case BOOKING_UNKNOWN -> Trouble.BOOKING_UNKNOWN;
            case BOOKING_USED -> Trouble.BOOKING_USED;
            case BOOKING_EARLY -> Trouble.BOOKING_EARLY;
            case BOOKING_LATE -> Trouble.BOOKING_LATE;
            case RECOVERING -> Trouble.NO_BOOKINGS;
            default -> Trouble.TRY_AGAIN;
        };
    }
}
