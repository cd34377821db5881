package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the events so far have made of the hall.
 *
 * <p>Mutable, with one owner: only {@link #apply} changes it, and {@link QueueEngine} only reads
 * it. It is not safe for several threads; what leaves its owner's strand is a {@link HallSnapshot},
 * a {@link WindowView} or another of the immutable records that it gives out.
 *
 * <p>{@code apply} reads no configuration, clock or zone: the same events always make the same
 * state. Everything that a command touches is found by key or at the head of a line; only the
 * closing and opening of a day look at all tickets.
 */
public final class HallState {

    /** Turns longer than this say nothing about the next one: somebody forgot to finish. */
    private static final Duration LONGEST_TURN = Duration.ofHours(4);

    /** How long a device may be away and still hand in again what it had handed in. */
    private static final Period ADOPTIONS_KEPT = Period.ofDays(31);

    private long epoch;
    private long seq;
    private Instant at = Instant.EPOCH;
    private boolean recovering;
    private Doubt doubt = Doubt.NONE;
    private @Nullable LocalDate lossDay;
    private boolean clockTrusted = true;
    private @Nullable LocalDate day;
    private boolean dayOpen;
    private Instant dayOpenedAt = Instant.EPOCH;
    private HallConfig config = HallConfig.empty();
    private List<Staff> staff = List.of();

    private final Map<Integer, WindowState> windows = new TreeMap<>();
    private final Map<UUID, Ticket> tickets = new LinkedHashMap<>();
    private final Map<UUID, Block> blocks = new LinkedHashMap<>();
    private final Map<UUID, EarlierAdoption> earlierAdoptions = new LinkedHashMap<>();
    private final Map<String, HallSnapshot.Numbers> numbers = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();
    private Bookings bookings = new Bookings(List.of());

    // Indexes, worked out from the above.
    private final Map<String, HallConfig.Category> categories = new HashMap<>();
    private final Map<Integer, HallConfig.Window> windowsConfigured = new HashMap<>();
    private final Map<String, Staff> staffByNo = new HashMap<>();
    private final Map<String, UUID> byNumber = new HashMap<>();
    private final Map<UUID, UUID> byTake = new HashMap<>();
    private final Map<Place, Ticket> unproved = new TreeMap<>();
    private final Map<Place, Ticket> offered = new TreeMap<>();
    private final Map<Place, Ticket> parked = new TreeMap<>();

    /** The state before the first event. */
    public HallState() {}

    /** The state that a snapshot was made of. */
    public static HallState of(HallSnapshot snapshot) {
        HallState state = new HallState();
        state.epoch = snapshot.epoch();
        state.seq = snapshot.seq();
        state.at = snapshot.at();
        state.recovering = snapshot.recovering();
        state.doubt = snapshot.doubt();
        state.lossDay = snapshot.lossDay();
        state.clockTrusted = snapshot.clockTrusted();
        state.day = snapshot.day();
        state.dayOpen = snapshot.dayOpen();
        state.dayOpenedAt = snapshot.dayOpenedAt();
        snapshot.lines().forEach((category, memory) -> state.lines.put(category, new Line(memory)));
        state.configure(snapshot.config());
        state.employ(snapshot.staff());
        snapshot.windows().forEach(window -> state.windows.put(window.no(), window));
        snapshot.tickets().forEach(state::store);
        snapshot.blocks().forEach(block -> state.blocks.put(block.id(), block));
        snapshot.earlierAdoptions().forEach(a -> state.earlierAdoptions.put(a.take(), a));
        state.numbers.putAll(snapshot.numbers());
        state.bookings = new Bookings(snapshot.bookings());
        return state;
    }

    /** This state as a value; takes time in proportion to the tickets of the day. */
    public HallSnapshot snapshot() {
        Map<String, HallSnapshot.LineMemory> memories = new HashMap<>();
        lines.forEach((category, line) -> memories.put(category, line.memory()));
        return new HallSnapshot(
                epoch,
                seq,
                at,
                recovering,
                doubt,
                lossDay,
                clockTrusted,
                day,
                dayOpen,
                dayOpenedAt,
                config,
                staff,
                List.copyOf(windows.values()),
                List.copyOf(tickets.values()),
                List.copyOf(blocks.values()),
                List.copyOf(earlierAdoptions.values()),
                numbers,
                memories,
                List.copyOf(bookings.all()));
    }

    /** The epoch of the last event; 0 before the first. */
    public long epoch() {
        return epoch;
    }

    /** The sequence number of the last event in its epoch; 0 before the first. */
    public long seq() {
        return seq;
    }

    /** The time of the last event; 1970 before the first. */
    public Instant at() {
        return at;
    }

    /** Whether events may be missing after a restore, see {@link Command.OpenEpoch}. */
    public boolean recovering() {
        return recovering;
    }

    /** Whether the clock may open a day: false from a clock step until a person vouches for it. */
    public boolean clockTrusted() {
        return clockTrusted;
    }

    /** The open business day, or the last one when none is open; null before the first. */
    public @Nullable LocalDate day() {
        return day;
    }

    /** Whether a business day is open. */
    public boolean dayOpen() {
        return dayOpen;
    }

    /** The configuration; {@link HallConfig#empty} before the first. */
    public HallConfig config() {
        return config;
    }

    /** All members of staff. */
    public List<Staff> staff() {
        return staff;
    }

    /** The member of staff with this number. */
    public @Nullable Staff staff(String no) {
        return staffByNo.get(no);
    }

    /** The configured windows, by number. */
    public Collection<WindowState> windows() {
        return Collections.unmodifiableCollection(windows.values());
    }

    /** The configured window with this number. */
    public @Nullable WindowState window(int no) {
        return windows.get(no);
    }

    /** How the window with this number is configured. */
    public HallConfig.@Nullable Window windowConfig(int no) {
        return windowsConfigured.get(no);
    }

    /** The category with this id. */
    public HallConfig.@Nullable Category category(String id) {
        return categories.get(id);
    }

    /** A ticket of the business day. */
    public @Nullable Ticket ticket(UUID id) {
        return tickets.get(id);
    }

    /** The ticket of the business day with this number on its paper. */
    public @Nullable Ticket ticket(String number) {
        UUID id = byNumber.get(number);
        return id == null ? null : tickets.get(id);
    }

    /**
     * The ticket of the business day that came of this take: the adopted one when there are two.
     */
    public @Nullable Ticket ticketOfTake(UUID take) {
        UUID id = byTake.get(take);
        return id == null ? null : tickets.get(id);
    }

    /** All tickets of the business day, in the order in which the hall learned of them. */
    public Collection<Ticket> tickets() {
        return Collections.unmodifiableCollection(tickets.values());
    }

    /**
     * Tickets whose paper nobody has vouched for nor given up; those in {@code requested} are to be
     * unconfirmed 60 s after the take.
     */
    public Collection<Ticket> unproved() {
        return Collections.unmodifiableCollection(unproved.values());
    }

    /** Tickets with an evaluation that may be given now. */
    public Collection<Ticket> offered() {
        return Collections.unmodifiableCollection(offered.values());
    }

    /** Tickets that are set aside now. */
    public Collection<Ticket> parked() {
        return Collections.unmodifiableCollection(parked.values());
    }

    /** A block leased today. */
    public @Nullable Block block(UUID id) {
        return blocks.get(id);
    }

    /** All blocks leased today. */
    public Collection<Block> blocks() {
        return Collections.unmodifiableCollection(blocks.values());
    }

    /** The booking with this code. */
    public @Nullable Booking booking(String code) {
        return bookings.find(code);
    }

    /** All bookings that are known, in the order in which they were registered. */
    public Collection<Booking> bookings() {
        return bookings.all();
    }

    /** How many wait in a category, unconfirmed ones too. */
    public int waiting(String category) {
        Line line = lines.get(category);
        return line == null ? 0 : line.size();
    }

    /** Which of today's numbers may exist without the hall knowing of them. */
    public Doubt doubt() {
        return doubt;
    }

    /** What came of a take on an earlier day, when its ticket was adopted. */
    @Nullable EarlierAdoption earlierAdoption(UUID take) {
        return earlierAdoptions.get(take);
    }

    Instant dayOpenedAt() {
        return dayOpenedAt;
    }

    HallSnapshot.Numbers numbers(String prefix) {
        return numbers.getOrDefault(prefix, HallSnapshot.Numbers.NONE);
    }

    Line line(String category) {
        Line line = lines.get(category);
        return line == null ? new Line(HallSnapshot.LineMemory.NONE) : line;
    }

    /**
     * Who is called next at a window, if nothing changes.
     *
     * <p>The longest-waiting person of all the window's categories is next; among those with
     * priority first, and after {@link HallConfig.Rules#priorityRun} of them the longest-waiting
     * one without. So everybody who waits is passed by a bounded number of later comers.
     */
    List<Ticket> upcoming(int no, int count) {
        HallConfig.Window window = windowsConfigured.get(no);
        WindowState state = windows.get(no);
        if (window == null || state == null) {
            return List.of();
        }
        List<Ticket> ordinary = heads(window, Priority.NONE, count);
        List<Ticket> preferred = heads(window, Priority.ELDERLY, count);
        List<Ticket> next = new ArrayList<>(count);
        int run = state.priorityRun();
        while (next.size() < count && !(ordinary.isEmpty() && preferred.isEmpty())) {
            boolean byPriority =
                    !preferred.isEmpty()
                            && (ordinary.isEmpty() || run < config.rules().priorityRun());
            next.add(byPriority ? preferred.removeFirst() : ordinary.removeFirst());
            run = byPriority ? run + 1 : 0;
        }
        return next;
    }

    private List<Ticket> heads(HallConfig.Window window, Priority reason, int count) {
        List<Ticket> heads = new ArrayList<>();
        for (String category : window.categories()) {
            line(category).of(reason).values().stream().limit(count).forEach(heads::add);
        }
        heads.sort(Comparator.comparing(Ticket::place));
        return heads;
    }

    /**
     * Takes one event in.
     *
     * @throws IllegalArgumentException when it is not the next event, or is about something that
     *     does not exist: the journal is damaged. The state is then of no use any more
     */
    public void apply(EventRecord entry) {
        boolean first = entry.event() instanceof Event.EpochOpened && entry.seq() == 1;
        if (first ? entry.epoch() <= epoch : entry.epoch() != epoch || entry.seq() != seq + 1) {
            throw new IllegalArgumentException(
                    "Event %d/%d does not follow %d/%d"
                            .formatted(entry.epoch(), entry.seq(), epoch, seq));
        }
        if (entry.at().isBefore(at)) {
            throw new IllegalArgumentException(
                    "Event %d/%d is older than the one before it"
                            .formatted(entry.epoch(), entry.seq()));
        }
        epoch = entry.epoch();
        seq = entry.seq();
        at = entry.at();
        evolve(entry);
    }

    private void evolve(EventRecord entry) {
        switch (entry.event()) {
            case Event.EpochOpened e -> openEpoch(e);
            case Event.RecoveryEnded _ -> recovering = false;
            case Event.TicketRecovered e -> recovered(e.ticket());
            case Event.DayOpened e -> openDay(e.day());
            case Event.DayClosed _ -> closeDay();
            case Event.HallConfigured e -> configure(e.config());
            case Event.StaffChanged e -> employ(e.staff());
            case Event.WindowOpened e ->
                    put(known(e.window()).on(WindowStatus.OPEN, e.staff(), e.reason()));
            case Event.WindowPaused e ->
                    put(known(e.window()).on(WindowStatus.PAUSED, e.staff(), e.reason()));
            case Event.WindowClosed e -> put(WindowState.closed(known(e.window()).no()));
            case Event.TicketTaken e -> taken(e);
            case Event.BookingRegistered e -> bookings.registered(e);
            case Event.BookingCancelled e -> bookings.cancelled(e);
            case Event.BookingCheckedIn e -> bookings.checkedIn(e);
            case Event.TicketProved e -> proved(e);
            case Event.TicketUnconfirmed e ->
                    replace(known(e.ticketId()).with(TicketStatus.UNCONFIRMED));
            case Event.TicketWithdrawn e -> {
                if (e.window() != null) {
                    put(known(e.window()).free());
                }
                replace(known(e.ticketId()).with(TicketStatus.WITHDRAWN));
                bookings.withdrawn(e);
            }
            case Event.TicketAdopted e -> adopted(e);
            case Event.TicketCalled e -> called(e);
            case Event.TicketRecalled e -> recalled(e);
            case Event.TicketStarted e -> replace(known(e.ticketId()).with(TicketStatus.SERVING));
            case Event.TicketFinished e ->
                    turnEnded(entry, e.ticketId(), e.window(), TicketStatus.FINISHED);
            case Event.TicketMissed e ->
                    turnEnded(entry, e.ticketId(), e.window(), TicketStatus.MISSED);
            case Event.TicketParked e -> {
                replace(known(e.ticketId()).parked(e.until()));
                put(known(e.window()).free());
            }
            case Event.TicketResumed e -> resumed(e);
            case Event.TicketReturned e -> replace(known(e.ticketId()).with(TicketStatus.WAITING));
            case Event.TicketTransferred e -> {
                replace(known(e.ticketId()).movedTo(e.to()));
                put(known(e.window()).free());
            }
            case Event.EvaluationOffered e ->
                    replace(
                            known(e.ticketId())
                                    .with(
                                            new Ticket.Offer(
                                                    Ticket.OfferStatus.OPEN,
                                                    e.window(),
                                                    e.staff(),
                                                    e.tokenHash(),
                                                    e.expiresAt())));
            case Event.EvaluationSubmitted e ->
                    offerEnded(e.ticketId(), Ticket.OfferStatus.SUBMITTED);
            case Event.EvaluationExpired e -> offerEnded(e.ticketId(), Ticket.OfferStatus.EXPIRED);
            case Event.BlockLeased e -> leased(e);
            case Event.BlockVoided e -> blocks.computeIfPresent(e.block(), (_, b) -> b.asVoid());
            case Event.ClockStepped e -> clockTrusted = e.trusted();
            case Event.HandInIgnored _, Event.CheckpointMade _ -> {}
        }
    }

    private void openEpoch(Event.EpochOpened opened) {
        recovering = opened.recovering();
        if (recovering) {
            // An epoch in between was a recovery of which nothing is known but its number; the
            // first is never one.
            boolean first = doubt == Doubt.NONE && epoch == Math.max(1, opened.previousEpoch()) + 1;
            doubt = first ? Doubt.HALL : Doubt.RECOVERY;
            lossDay = opened.day();
        }
    }

    private void openDay(LocalDate newDay) {
        rememberAdoptions(newDay);
        day = newDay;
        dayOpen = true;
        dayOpenedAt = at;
        if (doubt != Doubt.NONE && lossDay != null && newDay.isAfter(lossDay)) {
            // Nothing of this day can have been lost.
            doubt = recovering ? Doubt.HALL : Doubt.NONE;
        }
        tickets.clear();
        blocks.clear();
        numbers.clear();
        byNumber.clear();
        byTake.clear();
        unproved.clear();
        offered.clear();
        parked.clear();
        lines.clear();
        bookings.dayOpened(at);
        config.categories().forEach(c -> lines.put(c.id(), new Line(HallSnapshot.LineMemory.NONE)));
    }

    private void rememberAdoptions(LocalDate newDay) {
        LocalDate last = day;
        if (last != null) {
            for (Ticket ticket : tickets.values()) {
                if (ticket.adopted() && ticket.take() != null) {
                    earlierAdoptions.put(
                            ticket.take(),
                            new EarlierAdoption(
                                    ticket.take(),
                                    ticket.id(),
                                    ticket.number(),
                                    ticket.device(),
                                    last));
                }
            }
        }
        LocalDate first = newDay.minus(ADOPTIONS_KEPT);
        earlierAdoptions.values().removeIf(adoption -> adoption.day().isBefore(first));
    }

    private void closeDay() {
        dayOpen = false;
        byNumber.clear();
        for (Ticket ticket : List.copyOf(tickets.values())) {
            if (ticket.status().open()) {
                replace(ticket.with(TicketStatus.ENDED));
            }
        }
        windows.replaceAll((_, window) -> window.free());
    }

    private void configure(HallConfig newConfig) {
        config = newConfig;
        categories.clear();
        windowsConfigured.clear();
        for (HallConfig.Category category : config.categories()) {
            categories.put(category.id(), category);
            lines.computeIfAbsent(category.id(), _ -> new Line(HallSnapshot.LineMemory.NONE));
        }
        for (HallConfig.Window window : config.windows()) {
            windowsConfigured.put(window.no(), window);
            windows.computeIfAbsent(window.no(), WindowState::closed);
        }
        windows.keySet().retainAll(windowsConfigured.keySet());
    }

    private void employ(List<Staff> everybody) {
        staff = everybody;
        staffByNo.clear();
        everybody.forEach(person -> staffByNo.put(person.no(), person));
    }

    private void taken(Event.TicketTaken e) {
        store(
                new Ticket(
                        e.ticketId(),
                        e.ticket(),
                        e.category(),
                        e.device(),
                        e.take(),
                        false,
                        e.priority(),
                        at,
                        new Place(at, tickets.size()),
                        TicketStatus.REQUESTED,
                        null,
                        false,
                        null,
                        null,
                        null));
        given(e.ticket());
    }

    /** A number is given out for ever: the next of its range is a higher one. */
    private void given(String ticket) {
        TicketNumber number = TicketNumber.parse(ticket);
        int value = number.value();
        HallSnapshot.Numbers last = numbers(number.prefix());
        HallConfig.Ranges ranges = config.ranges();
        int hall = ranges.hall().contains(value) ? Math.max(last.hall(), value) : last.hall();
        int recovery =
                ranges.recovery().contains(value)
                        ? Math.max(last.recovery(), value)
                        : last.recovery();
        int leased =
                ranges.blocks().contains(value) ? Math.max(last.blocks(), value) : last.blocks();
        numbers.put(number.prefix(), new HallSnapshot.Numbers(hall, recovery, leased));
    }

    /** Takes a ticket over as another epoch had left it, instead of what is known of it here. */
    private void recovered(Ticket ticket) {
        Ticket before = tickets.get(ticket.id());
        if (before == null) {
            store(ticket);
        } else {
            replace(ticket);
        }
        given(ticket.number());
        if (before != null && before.status().atWindow()) {
            put(known(requireNonNull(before.turn()).window()).free());
        }
        if (ticket.status().atWindow()) {
            WindowState window = known(requireNonNull(ticket.turn()).window());
            put(window.holding(ticket.id(), window.priorityRun()));
        }
    }

    private void adopted(Event.TicketAdopted e) {
        store(
                new Ticket(
                        e.ticketId(),
                        e.ticket(),
                        e.category(),
                        e.device(),
                        e.take(),
                        true,
                        e.priority(),
                        e.takenAt(),
                        new Place(e.place(), tickets.size()),
                        e.queued() ? TicketStatus.REQUESTED : TicketStatus.ENDED,
                        null,
                        false,
                        null,
                        null,
                        null));
    }

    private void proved(Event.TicketProved e) {
        Ticket ticket = known(e.ticketId());
        ProofLevel best = ticket.proof();
        boolean rises =
                e.level().compareTo(ProofLevel.TAKEN) <= 0
                        && (best == null || e.level().compareTo(best) > 0);
        Ticket proved =
                ticket.with(
                        rises ? e.level() : best,
                        ticket.reported()
                                || e.last()
                                || e.level() == ProofLevel.FAILED
                                || e.level() == ProofLevel.UNKNOWN);
        boolean nowWaits =
                e.level().provesPaper()
                        && (ticket.status() == TicketStatus.REQUESTED
                                || ticket.status() == TicketStatus.UNCONFIRMED);
        replace(nowWaits ? proved.with(TicketStatus.WAITING) : proved);
    }

    private void called(Event.TicketCalled e) {
        Ticket ticket = known(e.ticketId());
        WindowState window = known(e.window());
        replace(
                ticket.with(TicketStatus.CALLED)
                        .with(new Ticket.Turn(e.window(), e.staff(), e.call(), 1, at)));
        put(
                window.holding(
                        ticket.id(),
                        ticket.priority() == Priority.NONE ? 0 : window.priorityRun() + 1));
        lines.computeIfAbsent(ticket.category(), _ -> new Line(HallSnapshot.LineMemory.NONE))
                .rememberCall(ticket);
    }

    private void recalled(Event.TicketRecalled e) {
        Ticket ticket = known(e.ticketId());
        Ticket.Turn turn = requireNonNull(ticket.turn());
        replace(
                ticket.with(
                        new Ticket.Turn(
                                turn.window(),
                                turn.staff(),
                                turn.call(),
                                e.count(),
                                turn.calledAt())));
    }

    /** Nobody is called by it: the call stays the one that brought the person here first. */
    private void resumed(Event.TicketResumed e) {
        Ticket ticket = known(e.ticketId());
        Ticket.Turn turn = requireNonNull(ticket.turn());
        WindowState window = known(e.window());
        replace(
                ticket.with(TicketStatus.SERVING)
                        .with(
                                new Ticket.Turn(
                                        e.window(), e.staff(), turn.call(), turn.count(), at)));
        put(window.holding(ticket.id(), window.priorityRun()));
    }

    private void turnEnded(EventRecord entry, UUID ticketId, int window, TicketStatus status) {
        Ticket ticket = known(ticketId);
        Ticket.Turn turn = requireNonNull(ticket.turn());
        Duration lasted = Duration.between(turn.calledAt(), at);
        // A step handed in ended at some earlier time that the hall did not see.
        if (entry.offline() == null && lasted.compareTo(LONGEST_TURN) <= 0) {
            line(ticket.category()).rememberTurn((int) lasted.toSeconds());
        }
        replace(ticket.with(status));
        put(known(window).free());
    }

    private void offerEnded(UUID ticketId, Ticket.OfferStatus status) {
        Ticket ticket = known(ticketId);
        replace(ticket.with(requireNonNull(ticket.offer()).with(status)));
    }

    private void leased(Event.BlockLeased e) {
        Block block =
                new Block(
                        e.block(),
                        e.device(),
                        e.category(),
                        e.day(),
                        epoch,
                        e.from(),
                        e.to(),
                        false);
        blocks.put(block.id(), block);
        HallConfig.Category category = categories.get(e.category());
        if (category == null) {
            throw new IllegalArgumentException("A block of an unknown category: " + e.category());
        }
        HallSnapshot.Numbers last = numbers(category.prefix());
        numbers.put(
                category.prefix(), new HallSnapshot.Numbers(last.hall(), last.recovery(), e.to()));
    }

    private void put(WindowState window) {
        windows.put(window.no(), window);
    }

    private WindowState known(int window) {
        WindowState state = windows.get(window);
        if (state == null) {
            throw new IllegalArgumentException("An event of an unknown window: " + window);
        }
        return state;
    }

    private Ticket known(UUID ticketId) {
        Ticket ticket = tickets.get(ticketId);
        if (ticket == null) {
            throw new IllegalArgumentException("An event of an unknown ticket: " + ticketId);
        }
        return ticket;
    }

    private void replace(Ticket ticket) {
        Ticket before = known(ticket.id());
        if (before.status().callable()) {
            line(before.category()).remove(before);
        }
        store(ticket);
    }

    private void store(Ticket ticket) {
        tickets.put(ticket.id(), ticket);
        // While a day is open, only what was adopted for a day that is closed has ended already.
        if (dayOpen && ticket.status() != TicketStatus.ENDED) {
            byNumber.put(ticket.number(), ticket.id());
        }
        if (ticket.take() != null) {
            Ticket other = ticketOfTake(ticket.take());
            if (other == null || !other.adopted()) {
                byTake.put(ticket.take(), ticket.id());
            }
        }
        if (ticket.status().callable()) {
            lines.computeIfAbsent(ticket.category(), _ -> new Line(HallSnapshot.LineMemory.NONE))
                    .put(ticket);
        }
        index(unproved, ticket, ticket.unproved());
        index(offered, ticket, ticket.offer() != null && ticket.offer().open());
        index(parked, ticket, ticket.status() == TicketStatus.PARKED);
    }

    private static void index(Map<Place, Ticket> index, Ticket ticket, boolean belongs) {
        if (belongs) {
            index.put(ticket.place(), ticket);
        } else {
            index.remove(ticket.place());
        }
    }
}
