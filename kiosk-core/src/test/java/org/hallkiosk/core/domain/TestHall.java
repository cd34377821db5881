package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hall for tests: an engine, its state and a journal in memory. Its clock stands until it is
 * moved.
 *
 * <p>Windows 1 to 3 call A and B, window 4 calls C; window 3 has no evaluator; device {@code w1}
 * serves windows 1 and 2, {@code w2} the others. Dispensers are {@code d1} and {@code d2}.
 */
public final class TestHall {

    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    public static final Actor SYSTEM = Actor.system("test");
    public static final Actor D1 = Actor.device("d1");
    public static final Actor D2 = Actor.device("d2");
    public static final Actor W1 = Actor.device("w1");
    public static final Actor W2 = Actor.device("w2");

    private static final String HALL = "hall-1";

    public final QueueEngine engine = new QueueEngine();
    public final List<EventRecord> journal = new ArrayList<>();
    public HallState state = new HallState();
    public Instant now = Instant.parse("2026-11-20T01:00:00Z");
    private long ids;
    private long branches;

    /** The hash of the token that goes with the next decision. */
    public String tokenHash = "token-0";

    /** A hall with epoch 1, a configuration and the day open, all windows closed. */
    public static TestHall open() {
        TestHall hall = new TestHall();
        hall.done(SYSTEM, new Command.OpenEpoch(1, false));
        hall.done(SYSTEM, new Command.ConfigPut(config(), staff(), 0));
        hall.done(SYSTEM, new Command.OpenDay());
        return hall;
    }

    /** The same with windows 1 to 4 open, each under the staff number of its own number. */
    public static TestHall busy() {
        TestHall hall = open();
        for (int no = 1; no <= 4; no++) {
            hall.done(SYSTEM, new Command.WindowOpen(no, "00" + no, null));
        }
        return hall;
    }

    public static HallConfig config() {
        return new HallConfig(
                0,
                "测试大厅",
                List.of(new HallConfig.Area("a1", "社保", "1F", true)),
                List.of(
                        new HallConfig.Category("A", "综合", "A", null),
                        new HallConfig.Category("B", "社保", "B", "a1"),
                        new HallConfig.Category("C", "公安", "GA", null)),
                List.of(
                        window(1, "w1", List.of("A", "B"), true),
                        window(2, "w1", List.of("A", "B"), true),
                        window(3, "w2", List.of("A", "B"), false),
                        window(4, "w2", List.of("C"), true)),
                HallConfig.Ranges.defaults(),
                HallConfig.Rules.defaults(),
                List.of(),
                Map.of("ticket.footer", "请注意叫号"));
    }

    public static HallConfig.Window window(
            int no, String device, List<String> categories, boolean evaluator) {
        return new HallConfig.Window(no, no + "号", null, "z1", device, categories, evaluator);
    }

    public static List<Staff> staff() {
        List<Staff> staff = new ArrayList<>();
        for (int no = 1; no <= 4; no++) {
            staff.add(new Staff("00" + no, "张" + no, "科员", null, null));
        }
        return staff;
    }

    public UUID newId() {
        return new UUID(0x7000L, ++ids);
    }

    /** A hall that goes on from here on its own, as lost events had. Its ids are others. */
    public TestHall branch() {
        TestHall other = new TestHall();
        other.state = HallState.of(state.snapshot());
        other.now = now;
        other.ids = ++branches << 32;
        return other;
    }

    /** Takes an event in without a decision. */
    public void happens(Event event) {
        EventRecord entry =
                new EventRecord(
                        newId(),
                        HALL,
                        state.epoch(),
                        state.seq() + 1,
                        now.isBefore(state.at()) ? state.at() : now,
                        null,
                        SYSTEM,
                        null,
                        event);
        state.apply(entry);
        journal.add(entry);
    }

    public LocalDate today() {
        return now.atZone(ZONE).toLocalDate();
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public Context context(Actor actor, @Nullable UUID requestId, @Nullable HandIn offline) {
        return new Context(now, today(), actor, requestId, newId(), tokenHash, offline);
    }

    /** Decides and takes the events in. */
    public Decision tell(Command command, Context context) {
        Decision decision = engine.decide(state, command, context);
        if (decision instanceof Decision.Accepted accepted) {
            for (Event event : accepted.events()) {
                EventRecord entry =
                        new EventRecord(
                                newId(),
                                HALL,
                                event instanceof Event.EpochOpened
                                        ? ((Command.OpenEpoch) command).epoch()
                                        : state.epoch(),
                                event instanceof Event.EpochOpened ? 1 : state.seq() + 1,
                                accepted.at(),
                                context.requestId(),
                                context.actor(),
                                context.offline(),
                                event);
                state.apply(entry);
                journal.add(entry);
            }
        }
        return decision;
    }

    public Decision tell(Actor actor, Command command) {
        return tell(command, context(actor, newId(), null));
    }

    /** The answer of a command that must be accepted. */
    public Answer done(Actor actor, Command command) {
        return accepted(tell(actor, command)).answer();
    }

    /** The events of a command that must be accepted. */
    public List<Event> events(Actor actor, Command command) {
        return accepted(tell(actor, command)).events();
    }

    /** The code of a command that must be refused. */
    public RefusalCode refused(Actor actor, Command command) {
        Decision decision = tell(actor, command);
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).refusal().code();
    }

    /** The decision on a step that a device hands in. */
    public Decision handIn(Actor device, Command command) {
        return tell(
                command,
                context(
                        device,
                        newId(),
                        new HandIn(device.id(), 1, now.minusSeconds(60), 60_000L)));
    }

    public static Decision.Accepted accepted(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted) decision;
    }

    /** Takes a ticket at d1, without proof. */
    public UUID take(String category, Priority priority) {
        Answer answer = done(D1, new Command.TicketTake(category, "d1", priority));
        return ((Answer.TicketGiven) answer).ticketId();
    }

    /** Takes a ticket at d1 and proves it: it waits. */
    public UUID waits(String category) {
        return waits(category, Priority.NONE);
    }

    public UUID waits(String category, Priority priority) {
        UUID id = take(category, priority);
        done(D1, new Command.TicketProof(id, ProofLevel.CUT, true));
        return id;
    }

    /** Calls the next at a window; the ticket. */
    public UUID callNext(int window) {
        Answer answer = done(SYSTEM, new Command.TicketCallNext(window, null, null));
        return ((Answer.TicketIs) answer).ticketId();
    }

    public TicketStatus status(UUID id) {
        return ticket(id).status();
    }

    public Ticket ticket(UUID id) {
        Ticket ticket = state.ticket(id);
        assertThat(ticket).isNotNull();
        return requireNonNull(ticket);
    }

    public static TicketRef byId(UUID id) {
        return new TicketRef.ById(id);
    }

    public WindowView view(int window) {
        WindowView view = WindowView.of(state, window);
        return requireNonNull(view);
    }
}
