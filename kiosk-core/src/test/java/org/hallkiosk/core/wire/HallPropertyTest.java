package org.hallkiosk.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Block;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Context;
import org.hallkiosk.core.domain.Decision;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HallSnapshot;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.TestHall;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowState;
import org.hallkiosk.core.domain.WindowView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random days with repeats, crashes, clock steps, restores, hand-ins and hostile commands: whatever
 * comes, the hall's promises hold. A failure names its seed.
 */
class HallPropertyTest {

    private static final int RUNS = Boolean.getBoolean("hallkiosk.long") ? 5_000 : 120;
    private static final int STEPS = 400;

    @Test
    void promisesHoldWhateverComes() {
        Map<String, Integer> events = new HashMap<>();
        for (int seed = 0; seed < RUNS; seed++) {
            Run run = new Run(seed);
            try {
                run.go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            run.hall.journal.forEach(
                    e -> events.merge(EventCodec.type(e.event()), 1, Integer::sum));
        }
        // The days were not empty: everything that can happen in the hall has happened in them.
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            assertThat(events).containsKey(type.getSimpleName());
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final TestHall hall = TestHall.busy();
        private final Json json = new Json(TestHall.ZONE);
        private final EventCodec codec = new EventCodec(json);
        private final SnapshotCodec snapshots = new SnapshotCodec(json);
        private final List<Given> given = new ArrayList<>();
        private byte[] snapshot = snapshots.encode(hall.state.snapshot());
        private int snapshotAt = hall.journal.size();
        private int checked;
        private int lostNumbers;

        // What the events have said so far, seen from outside.
        private final Set<String> numbersOfDay = new HashSet<>();
        private final Map<UUID, Integer> calledAt = new HashMap<>();
        private final Set<UUID> parked = new HashSet<>();
        private final Set<UUID> finished = new HashSet<>();
        private final Set<UUID> rated = new HashSet<>();
        private final Set<UUID> known = new HashSet<>();
        private final Map<String, UUID> bookingUsedFor = new HashMap<>();
        private final Map<UUID, Event.Withdrawal> withdrawn = new HashMap<>();

        private record Given(Command command, Context context, Decision decision) {}

        Run(long seed) {
            random = new SplittableRandom(seed);
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                hall.now = hall.now.plusMillis(random.nextLong(40_000));
                int what = random.nextInt(100);
                if (what < 3) {
                    crash();
                } else if (what < 8 && !given.isEmpty()) {
                    repeat(given.get(random.nextInt(given.size())));
                } else if (what < 9) {
                    hall.now = hall.now.plusSeconds(random.nextLong(-7_200, 7_200));
                } else if (what < 10) {
                    nextDay();
                } else {
                    decide(command(), context());
                }
                look(step % 8 == 0);
            }
            crash();
            look(true);
            fromTheBeginning();
        }

        private void decide(Command command, Context context) {
            HallSnapshot before = random.nextInt(20) == 0 ? hall.state.snapshot() : null;
            Decision first = hall.engine.decide(hall.state, command, context);
            if (before != null) {
                assertThat(hall.state.snapshot()).isEqualTo(before);
                assertThat(hall.engine.decide(HallState.of(before), command, context))
                        .isEqualTo(first);
            }
            Decision second = hall.tell(command, context);
            assertThat(second).isEqualTo(first);
            given.add(new Given(command, context, second));
        }

        /**
         * The same take again, without the coordinator's stored answers, gives no second ticket.
         */
        private void repeat(Given earlier) {
            if (earlier.command() instanceof Command.OpenEpoch) {
                return;
            }
            Context was = earlier.context();
            Context now = hall.context(was.actor(), was.requestId(), was.offline());
            Decision again = hall.tell(earlier.command(), now);
            if (earlier.command() instanceof Command.TicketTake
                    && was.requestId() != null
                    && earlier.decision() instanceof Decision.Accepted first
                    && again instanceof Decision.Accepted second
                    && known.contains(ticketId(first))) {
                assertThat(second.events()).isEmpty();
            }
        }

        private static UUID ticketId(Decision.Accepted take) {
            return ((Answer.TicketGiven) take.answer()).ticketId();
        }

        private void nextDay() {
            hall.now = hall.now.plus(Duration.ofHours(random.nextInt(30)));
            hall.tell(TestHall.SYSTEM, new Command.CloseDay());
            hall.tell(TestHall.SYSTEM, new Command.DayOpen());
            for (int no = 1; no <= 4; no++) {
                hall.tell(TestHall.SYSTEM, new Command.WindowOpen(no, "00" + no, null));
            }
        }

        /** Power is lost: what is left is the last snapshot and the events after it, as bytes. */
        private void crash() {
            HallState rebuilt = HallState.of(snapshots.decode(snapshot).orThrow());
            for (EventRecord entry : hall.journal.subList(snapshotAt, hall.journal.size())) {
                byte[] bytes = codec.encode(entry);
                assertThat(bytes.length).isLessThanOrEqualTo(EventCodec.MAX_BYTES);
                rebuilt.apply(codec.decode(bytes).orThrow());
            }
            HallSnapshot is = rebuilt.snapshot();
            assertThat(is).isEqualTo(hall.state.snapshot());
            for (int no = 1; no <= 4; no++) {
                assertThat(WindowView.of(rebuilt, no)).isEqualTo(WindowView.of(hall.state, no));
            }
            assertThat(List.copyOf(rebuilt.unproved()))
                    .isEqualTo(List.copyOf(hall.state.unproved()));
            assertThat(List.copyOf(rebuilt.offered())).isEqualTo(List.copyOf(hall.state.offered()));
            assertThat(List.copyOf(rebuilt.parked())).isEqualTo(List.copyOf(hall.state.parked()));
            hall.state = rebuilt;
            if (random.nextBoolean()) {
                snapshot = snapshots.encode(is);
                snapshotAt = hall.journal.size();
            }
        }

        private void fromTheBeginning() {
            HallState replayed = new HallState();
            hall.journal.forEach(replayed::apply);
            assertThat(replayed.snapshot()).isEqualTo(hall.state.snapshot());
        }

        /** What must be true after every step. */
        private void look(boolean thoroughly) {
            while (checked < hall.journal.size()) {
                look(hall.journal.get(checked++));
            }
            if (thoroughly) {
                lookAtWindows();
                lookAtLines();
            }
        }

        private void look(EventRecord entry) {
            switch (entry.event()) {
                case Event.DayOpened _ -> {
                    numbersOfDay.clear();
                    calledAt.clear();
                    known.clear();
                    // What is over is forgotten: its code may be given to another booking.
                    bookingUsedFor.keySet().removeIf(code -> hall.state.booking(code) == null);
                }
                case Event.DayClosed _ -> {
                    calledAt.clear();
                    parked.clear();
                }
                case Event.TicketTaken e -> {
                    assertThat(numbersOfDay.add(e.ticket())).as("%s twice", e.ticket()).isTrue();
                    known.add(e.ticketId());
                }
                case Event.TicketAdopted e -> {
                    if (e.queued()) {
                        assertThat(numbersOfDay.add(e.ticket()))
                                .as("%s twice", e.ticket())
                                .isTrue();
                    }
                    known.add(e.ticketId());
                }
                case Event.TicketCalled e -> {
                    assertThat(calledAt)
                            .as("called by two windows")
                            .doesNotContainKey(e.ticketId());
                    assertThat(calledAt.values()).as("two at a window").doesNotContain(e.window());
                    calledAt.put(e.ticketId(), e.window());
                    parked.remove(e.ticketId());
                }
                case Event.TicketRecovered e -> recovered(e.ticket());
                case Event.TicketFinished e -> {
                    calledAt.remove(e.ticketId());
                    finished.add(e.ticketId());
                }
                case Event.TicketMissed e -> calledAt.remove(e.ticketId());
                case Event.TicketParked e -> {
                    assertThat(calledAt.remove(e.ticketId())).isEqualTo(e.window());
                    parked.add(e.ticketId());
                }
                case Event.TicketResumed e -> {
                    assertThat(parked.remove(e.ticketId())).isTrue();
                    assertThat(calledAt.values()).as("two at a window").doesNotContain(e.window());
                    calledAt.put(e.ticketId(), e.window());
                }
                case Event.TicketReturned e -> assertThat(parked.remove(e.ticketId())).isTrue();
                case Event.TicketTransferred e -> calledAt.remove(e.ticketId());
                case Event.TicketWithdrawn e -> {
                    calledAt.remove(e.ticketId());
                    parked.remove(e.ticketId());
                    withdrawn.put(e.ticketId(), e.reason());
                }
                case Event.BookingCheckedIn e -> {
                    UUID before = bookingUsedFor.put(e.booking(), e.ticketId());
                    if (before != null && !before.equals(e.ticketId())) {
                        assertThat(withdrawn.get(before))
                                .as("a booking gives two tickets")
                                .isEqualTo(Event.Withdrawal.PRINT_FAILED);
                    }
                    Ticket given = hall.state.ticket(e.ticketId());
                    assertThat(given == null ? Priority.APPOINTMENT : given.priority())
                            .isEqualTo(Priority.APPOINTMENT);
                }
                case Event.EvaluationOffered e -> assertThat(finished).contains(e.ticketId());
                case Event.EvaluationSubmitted e -> {
                    assertThat(finished).contains(e.ticketId());
                    assertThat(rated.add(e.ticketId())).as("rated twice").isTrue();
                    assertThat(entry.actor().kind()).isNotEqualTo(Actor.Kind.STAFF);
                }
                default -> {}
            }
        }

        private void recovered(Ticket ticket) {
            if (known.add(ticket.id())) {
                assertThat(numbersOfDay.add(ticket.number())).as("%s twice", ticket).isTrue();
            }
            calledAt.remove(ticket.id());
            if (ticket.status().atWindow()) {
                int window = java.util.Objects.requireNonNull(ticket.turn()).window();
                assertThat(calledAt.values()).as("two at a window").doesNotContain(window);
                calledAt.put(ticket.id(), window);
            }
            if (ticket.status() == TicketStatus.FINISHED) {
                finished.add(ticket.id());
            }
        }

        private void lookAtWindows() {
            Set<UUID> held = new HashSet<>();
            for (WindowState window : hall.state.windows()) {
                if (window.held() != null) {
                    Ticket ticket = hall.ticket(window.held());
                    assertThat(held.add(ticket.id())).as("held twice").isTrue();
                    assertThat(ticket.status().atWindow()).isTrue();
                    assertThat(ticket.turn()).isNotNull();
                    assertThat(window.status().word()).isEqualTo("open");
                    assertThat(hall.view(window.no()).ticket()).isEqualTo(ticket.number());
                }
            }
            assertThat(held).isEqualTo(calledAt.keySet());
        }

        private void lookAtLines() {
            Map<String, Integer> callable = new HashMap<>();
            Set<UUID> tickets = new HashSet<>();
            for (Ticket ticket : hall.state.tickets()) {
                tickets.add(ticket.id());
                if (ticket.status().callable()) {
                    callable.merge(ticket.category(), 1, Integer::sum);
                }
                if (ticket.status().atWindow()) {
                    assertThat(calledAt).containsKey(ticket.id());
                }
            }
            assertThat(tickets).as("nobody is forgotten").isEqualTo(known);
            assertThat(hall.state.parked()).extracting(Ticket::id).hasSameElementsAs(parked);
            for (QueueView.Category line : QueueView.of(hall.state, hall.now).categories()) {
                assertThat(line.waiting()).isEqualTo(callable.getOrDefault(line.category(), 0));
            }
        }

        private Context context() {
            hall.tokenHash = RequestCodec.tokenHash("t" + given.size());
            Actor actor =
                    switch (random.nextInt(12)) {
                        case 0 -> Actor.device("stranger");
                        case 1 -> Actor.staff("00" + random.nextInt(1, 6));
                        case 2, 3 -> TestHall.D1;
                        case 4 -> TestHall.D2;
                        case 5 -> TestHall.W1;
                        case 6 -> TestHall.W2;
                        case 7 -> TestHall.SYSTEM;
                        default -> Actor.demo();
                    };
            HandIn offline =
                    random.nextInt(8) == 0
                            ? new HandIn(
                                    actor.id(),
                                    random.nextLong(1, 100),
                                    hall.now.minusSeconds(random.nextLong(10_000)),
                                    random.nextBoolean() ? random.nextLong(10_000_000) : null)
                            : null;
            UUID requestId = random.nextInt(10) == 0 ? null : hall.newId();
            return hall.context(actor, requestId, offline);
        }

        private Command command() {
            int window = random.nextInt(0, 6);
            String staff = "00" + random.nextInt(1, 6);
            return switch (random.nextInt(44)) {
                case 5 -> new Command.BookingCheckIn(booking(), device());
                case 0, 1, 2, 3, 4 ->
                        new Command.TicketTake(category(), device(), pick(Priority.values()));
                case 6, 7, 8, 9, 10, 11, 12 ->
                        new Command.TicketProof(
                                ticketId(), pick(ProofLevel.values()), random.nextBoolean());
                case 13 -> new Command.UnconfirmTicket(ticketId());
                case 14 -> new Command.BlockLease(category(), random.nextInt(-1, 30));
                case 15, 16 -> adopt();
                case 17, 18, 19, 20 ->
                        new Command.TicketCallNext(
                                window,
                                random.nextInt(3) == 0 ? new Command.Seen(held(window)) : null,
                                random.nextBoolean() ? pick(Command.Close.values()) : null);
                case 21 -> new Command.TicketCall(window, ref());
                case 22 -> new Command.TicketRecall(maybe(window), ref());
                case 23 -> new Command.TicketStart(maybe(window), atWindow());
                case 24, 25 -> new Command.TicketFinish(maybe(window), atWindow());
                case 26 -> new Command.TicketMiss(maybe(window), atWindow());
                case 27 -> new Command.TicketWithdraw(maybe(window), ref());
                case 28, 29 -> evaluation();
                case 30 -> windowCommand(window, staff);
                case 31, 32 ->
                        new Command.TicketPark(
                                maybe(window),
                                atWindow(),
                                random.nextInt(4) > 0 ? random.nextInt(1, 4) : null,
                                null);
                case 33 -> new Command.TicketResume(window, parked());
                case 34 -> new Command.TicketReturn(window, parked());
                case 35, 37, 38 -> new Command.ReturnTicket(parkedId());
                case 39, 40 -> new Command.TicketStart(null, TestHall.byId(calledId()));
                case 36 -> new Command.TicketTransfer(maybe(window), atWindow(), category(), "转办");
                default -> rare(window, staff);
            };
        }

        private Command cancelBooking() {
            return new Command.BookingCancel(booking());
        }

        private Command registerBooking() {
            Instant from = hall.now.plusSeconds(random.nextLong(-20_000, 5_000));
            return new Command.RegisterBookings(
                    List.of(
                            Booking.unused(
                                    booking(),
                                    category(),
                                    from,
                                    from.plusSeconds(random.nextLong(-10, 40_000)),
                                    random.nextInt(5) == 0 ? "王小明" : "王*")));
        }

        /** One of few, so that they come again and again. */
        private String booking() {
            return "booking-" + random.nextInt(6);
        }

        private Command windowCommand(int window, String staff) {
            return switch (random.nextInt(4)) {
                case 0 -> new Command.WindowPause(window, staff, "吃饭");
                case 1 -> new Command.WindowClose(window, staff, null);
                default -> new Command.WindowOpen(window, staff, null);
            };
        }

        private Command rare(int window, String staff) {
            return switch (random.nextInt(16)) {
                case 0 -> new Command.StepClock(random.nextLong(-100_000, 100_000));
                case 1 -> new Command.DayOpen();
                case 2 -> new Command.OpenDay();
                case 3 ->
                        new Command.OpenEpoch(
                                hall.state.epoch() + random.nextInt(1, 3), random.nextBoolean());
                case 12 -> new Command.EndRecovery(lost(), 1, hall.state.seq());
                case 4 -> new Command.MakeCheckpoint(hall.state.seq(), "00");
                case 5 -> put();
                case 6 -> new Command.ConfigGet(null);
                case 7 -> new Command.TicketUnproved(device());
                case 8 -> new Command.ReofferEvaluation(offered());
                case 9, 10 -> new Command.ExpireEvaluation(offered());
                case 11 -> new Command.VoidBlock(block());
                case 13, 14 -> random.nextInt(4) == 0 ? cancelBooking() : registerBooking();
                default -> windowCommand(window, staff);
            };
        }

        /**
         * What lost events may have led to: a ticket more, and one that waits here called or
         * finished there.
         */
        private @Nullable HallSnapshot lost() {
            if (!hall.state.dayOpen() || random.nextInt(3) == 0) {
                return null;
            }
            TestHall other = hall.branch();
            String number = "A" + (600 + lostNumbers++);
            other.happens(
                    new Event.TicketTaken(
                            other.newId(), number, "A", "d1", Priority.NONE, other.newId()));
            other.tell(Actor.demo(), new Command.TicketCallNext(random.nextInt(1, 5), null, null));
            if (random.nextBoolean()) {
                other.tell(Actor.demo(), new Command.TicketFinish(random.nextInt(1, 5), null));
            }
            return other.state.snapshot();
        }

        /** A configuration with something taken away, or only with one text changed. */
        private Command put() {
            HallConfig was = hall.state.config();
            HallConfig config = random.nextInt(3) == 0 ? TestHall.config() : was;
            HallConfig changed =
                    new HallConfig(
                            0,
                            config.name(),
                            config.areas(),
                            config.categories(),
                            random.nextInt(4) == 0
                                    ? config.windows().subList(0, 3)
                                    : config.windows(),
                            config.ranges(),
                            config.rules(),
                            config.hours(),
                            Map.of("text", "第" + random.nextInt() + "号"));
            return new Command.ConfigPut(
                    changed,
                    random.nextBoolean() ? hall.state.staff() : TestHall.staff().subList(0, 3),
                    was.version() - random.nextInt(2));
        }

        private Command adopt() {
            Object[] blocks = hall.state.blocks().toArray();
            UUID take = random.nextInt(3) == 0 ? hall.newId() : takeId();
            Long ago = random.nextBoolean() ? random.nextLong(-5, 20_000_000) : null;
            if (blocks.length == 0 || random.nextInt(5) == 0) {
                return new Command.TicketAdopt(
                        take,
                        hall.newId(),
                        random.nextLong(1, 4),
                        random.nextInt(8) == 0 ? "垃圾" : "A7" + random.nextInt(10, 99),
                        category(),
                        pick(Priority.values()),
                        hall.now.minusSeconds(random.nextLong(200_000)),
                        ago);
            }
            var block = (Block) blocks[random.nextInt(blocks.length)];
            var category = hall.state.category(block.category());
            String prefix = category == null ? "X" : category.prefix();
            int number = random.nextInt(block.from(), block.to() + 2);
            return new Command.TicketAdopt(
                    take,
                    block.id(),
                    block.epoch(),
                    prefix + String.format("%03d", number),
                    block.category(),
                    pick(Priority.values()),
                    hall.now.minusSeconds(random.nextLong(10_000)),
                    ago);
        }

        private Command evaluation() {
            UUID id = offered();
            Ticket ticket = hall.state.ticket(id);
            String hash =
                    ticket != null && ticket.offer() != null && random.nextInt(5) > 0
                            ? ticket.offer().tokenHash()
                            : "wrong";
            return new Command.EvaluationSubmit(
                    id, hash, random.nextInt(0, 7), List.of("510"), null, "evaluator");
        }

        /** A ticket that some window has, if one has any. */
        private UUID calledId() {
            return calledAt.keySet().stream().min(UUID::compareTo).orElseGet(this::ticketId);
        }

        private UUID parkedId() {
            Object[] tickets = hall.state.parked().toArray();
            return tickets.length == 0 || random.nextInt(6) == 0
                    ? ticketId()
                    : ((Ticket) tickets[random.nextInt(tickets.length)]).id();
        }

        private TicketRef parked() {
            return TestHall.byId(parkedId());
        }

        private UUID offered() {
            Object[] tickets = hall.state.offered().toArray();
            return tickets.length == 0 || random.nextInt(6) == 0
                    ? ticketId()
                    : ((Ticket) tickets[random.nextInt(tickets.length)]).id();
        }

        private UUID block() {
            return hall.state.blocks().stream()
                    .skip(random.nextInt(3))
                    .findFirst()
                    .map(Block::id)
                    .orElse(new UUID(0, 1));
        }

        private UUID ticketId() {
            List<Ticket> tickets = List.copyOf(hall.state.tickets());
            if (tickets.isEmpty() || random.nextInt(30) == 0) {
                return new UUID(random.nextLong(), random.nextLong());
            }
            // Mostly a late one: early ones have run their course.
            int back = Math.min(tickets.size(), random.nextInt(1, 12));
            return random.nextInt(4) == 0
                    ? tickets.get(random.nextInt(tickets.size())).id()
                    : tickets.get(tickets.size() - back).id();
        }

        private UUID takeId() {
            Ticket ticket = hall.state.ticket(ticketId());
            return ticket == null || ticket.take() == null ? hall.newId() : ticket.take();
        }

        private TicketRef ref() {
            UUID id = ticketId();
            Ticket ticket = hall.state.ticket(id);
            return ticket != null && random.nextBoolean()
                    ? new TicketRef.ByNumber(ticket.number())
                    : new TicketRef.ById(id);
        }

        private @Nullable TicketRef atWindow() {
            UUID held = held(random.nextInt(1, 5));
            return held == null || random.nextInt(5) == 0 ? ref() : new TicketRef.ById(held);
        }

        private @Nullable UUID held(int window) {
            WindowState state = hall.state.window(window);
            return state == null ? null : state.held();
        }

        private @Nullable Integer maybe(int window) {
            return random.nextInt(3) == 0 ? window : null;
        }

        private String category() {
            return pick(new String[] {"A", "A", "B", "C", "nothing"});
        }

        private @Nullable String device() {
            return pick(new String[] {"d1", "d1", "d2", "stranger"});
        }

        private <T> T pick(T[] of) {
            return of[random.nextInt(of.length)];
        }
    }

    @Test
    void aStatusIsOneOfFewPlaces() {
        // Each status is exactly one place: in no line yet, in the line, at a window, aside, or
        // gone.
        for (TicketStatus status : TicketStatus.values()) {
            int places =
                    (status == TicketStatus.REQUESTED ? 1 : 0)
                            + (status.callable() ? 1 : 0)
                            + (status.atWindow() ? 1 : 0)
                            + (status == TicketStatus.PARKED ? 1 : 0)
                            + (status == TicketStatus.MISSED ? 1 : 0)
                            + (status.open() ? 0 : 1);
            assertThat(places).as(status.word()).isEqualTo(1);
        }
    }
}
