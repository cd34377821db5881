package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.Technician;
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

    /** So many buttons can be read and hit on one page: three columns of eight. */
    private static final int PAGE = 24;

    /** In large type: two columns of six. */
    private static final int PAGE_LARGE = 12;

    /** What a citizen may ask for by hand (R22); an appointment comes by its code. */
    private static final List<Priority> OFFERED =
            List.of(
                    Priority.ELDERLY,
                    Priority.DISABLED,
                    Priority.PREGNANT,
                    Priority.MILITARY,
                    Priority.FIRE_RESCUE);

    private final Strand strand;
    private final Dispenser dispenser;
    private final HallPicture hall;
    private final Ids ids;
    private final Technician technician;
    private final Locale ownLanguage;
    private final boolean simulated;
    private Consumer<DispenserView> screen = view -> {};
    private @Nullable DispenserView shown;
    private Locale language;
    private boolean largeType;
    private Priority priority = Priority.NONE;
    private boolean askingPriority;
    private @Nullable String area;
    private int page;
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
            Technician technician,
            Locale language,
            boolean simulated) {
        this.strand = strand;
        this.dispenser = dispenser;
        this.hall = hall;
        this.ids = ids;
        this.technician = technician;
        this.ownLanguage = language;
        this.language = language;
        this.simulated = simulated;
        this.choiceSince = strand.nanoTime() - DELIBERATE.toNanos();
    }

    /** Shows from now on. */
    public void start(Consumer<DispenserView> newScreen) {
        screen = newScreen;
        hall.onChange(this::show);
        technician.onChange(this::show);
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
            case DispenserAction.Area touched -> area(touched.id());
            case DispenserAction.Turn turn -> page = turn.page();
            case DispenserAction.AskPriority ask -> askPriority();
            case DispenserAction.Choose chosen -> choose(chosen.priority());
            case DispenserAction.Back back -> back();
            case DispenserAction.Language chosen -> language = chosen.language();
            case DispenserAction.LargeType size -> {
                largeType = size.on();
                page = 0;
            }
        }
        show();
    }

    private void take(String category) {
        if (!(stage() instanceof DispenserView.Choosing) || !deliberate()) {
            return;
        }
        Visit begun = new Visit(category);
        visit = begun;
        dispenser.take(new TakeIntent(ids.next(), category, priority), news -> follow(begun, news));
    }

    private boolean deliberate() {
        return strand.nanoTime() - choiceSince >= DELIBERATE.toNanos();
    }

    private void area(String id) {
        if (stage() instanceof DispenserView.Choosing choosing
                && choosing.areas().stream().anyMatch(a -> a.id().equals(id))
                && deliberate()) {
            area = id;
            chooseAmongOthers();
        }
    }

    private void askPriority() {
        if (stage() instanceof DispenserView.Choosing && deliberate()) {
            askingPriority = true;
            choiceSince = strand.nanoTime();
        }
    }

    private void choose(Priority wanted) {
        boolean offered = wanted == Priority.NONE || OFFERED.contains(wanted);
        if (stage() instanceof DispenserView.ChoosingPriority && offered && deliberate()) {
            askingPriority = false;
            priority = wanted;
            choiceSince = strand.nanoTime();
        }
    }

    /** Other buttons stand where the finger is now. */
    private void chooseAmongOthers() {
        page = 0;
        choiceSince = strand.nanoTime();
    }

    /** Whoever comes next begins anew. */
    private void forget() {
        priority = Priority.NONE;
        askingPriority = false;
        area = null;
        chooseAmongOthers();
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
            forget();
            show();
        }
    }

    private void back() {
        if (visit != null) {
            if (mayLeave(visit)) {
                end(visit);
            }
        } else if (askingPriority) {
            askingPriority = false;
            choiceSince = strand.nanoTime();
        } else if (area != null) {
            area = null;
            chooseAmongOthers();
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
        if (visit == null) {
            forget();
        }
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
        List<HallConfig.Category> all = mustChooseArea() ? List.of() : offered();
        Page part = page();
        return new DispenserView(
                language,
                largeType,
                hall.minute(),
                hall.config().hallName(language),
                part(all, part).stream().map(this::category).toList(),
                hall.staleSince(),
                simulated,
                technician.picture(null),
                stage());
    }

    private int pageSize() {
        return largeType ? PAGE_LARGE : PAGE;
    }

    private Page page() {
        return Page.of(mustChooseArea() ? areas().size() : offered().size(), pageSize(), page);
    }

    private <T> List<T> part(List<T> all, Page which) {
        int from = which.number() * pageSize();
        return all.subList(Math.min(from, all.size()), Math.min(from + pageSize(), all.size()));
    }

    /** A hall that has more than one page of categories is entered by its areas, if it has some. */
    private boolean mustChooseArea() {
        return area().isEmpty() && hall.config().categories().size() > PAGE && areas().size() > 1;
    }

    /** The areas where something is served; what belongs to none comes last. */
    private List<DispenserView.Area> areas() {
        List<DispenserView.Area> areas = new ArrayList<>();
        for (HallConfig.Area configured : hall.config().areas()) {
            if (!in(configured.id()).isEmpty()) {
                areas.add(
                        new DispenserView.Area(
                                configured.id(),
                                hall.config().areaName(configured.id(), language),
                                configured.floor(),
                                waiting(in(configured.id()))));
            }
        }
        if (!areas.isEmpty() && !in("").isEmpty()) {
            areas.add(new DispenserView.Area("", "", "", waiting(in(""))));
        }
        return areas;
    }

    private List<HallConfig.Category> in(String wanted) {
        return hall.config().categories().stream()
                .filter(c -> wanted.equals(c.area() == null ? "" : c.area()))
                .toList();
    }

    private OptionalInt waiting(List<HallConfig.Category> categories) {
        int sum = 0;
        for (HallConfig.Category category : categories) {
            OptionalInt known = hall.waiting(category.id());
            if (known.isEmpty()) {
                return OptionalInt.empty();
            }
            sum += known.getAsInt();
        }
        return OptionalInt.of(sum);
    }

    /** The chosen area, while the hall has one of this name. */
    private Optional<String> area() {
        return Optional.ofNullable(area).filter(id -> !in(id).isEmpty());
    }

    private List<HallConfig.Category> offered() {
        return area().map(this::in).orElseGet(() -> hall.config().categories());
    }

    private DispenserView.Category category(HallConfig.Category category) {
        return new DispenserView.Category(
                category.id(),
                hall.config().categoryName(category.id(), language),
                hall.config().place(category.id(), language),
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
            case READY -> choosing();
            case GONE -> new DispenserView.OutOfService(Trouble.PRINTER_GONE);
            case NEEDS_CARE -> new DispenserView.OutOfService(Trouble.PRINTER);
        };
    }

    private Stage choosing() {
        if (askingPriority) {
            return new DispenserView.ChoosingPriority(OFFERED);
        }
        return new DispenserView.Choosing(
                priority,
                dispenser.readsCodes(),
                mustChooseArea() ? part(areas(), page()) : List.of(),
                area().map(id -> hall.config().areaName(id, language)),
                page());
    }

    private Stage stage(Visit of) {
        String name = of.category == null ? "" : hall.config().categoryName(of.category, language);
        return switch (of.now) {
            case Taking.Asking asking -> new DispenserView.Asking(name);
            case Taking.Issued issued -> issued(of, issued);
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

    private Stage issued(Visit of, Taking.Issued issued) {
        // A booking says what it is for by the number that it was given.
        String category =
                of.category != null
                        ? of.category
                        : hall.config()
                                .categoryOfTicket(issued.ticket())
                                .map(HallConfig.Category::id)
                                .orElse("");
        String name = hall.config().categoryName(category, language);
        DispenserView.Given number =
                new DispenserView.Given(
                        issued.ticket(), issued.ahead(), hall.config().place(category, language));
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
