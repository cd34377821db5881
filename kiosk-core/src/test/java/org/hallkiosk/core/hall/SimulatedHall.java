package org.hallkiosk.core.hall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.hallkiosk.core.bus.DeviceConnection;
import org.hallkiosk.core.bus.LocalBroker;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.journal.MemoryJournal;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ClerkPad;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.RatingPad;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.core.role.device.DeviceRole;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.DispenserSettings;
import org.hallkiosk.core.role.window.CallPads;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.role.window.WindowRole;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.SayCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A hall with one dispenser and one window device. Only printer, sign, disk and wire are stand-ins,
 * each at core's ports.
 */
final class SimulatedHall {

    static final String HALL = "hall-1";
    static final String DISPENSER = "dispenser-1";
    static final String WINDOW = "window-1";
    static final String ZONE_1 = "hall-1f";
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-23T01:00:00Z"));
    final LocalBroker broker =
            new LocalBroker(
                    Permissions.ofDemo(HALL, "center"), time.strand(), Duration.ofMillis(1));
    MemoryJournal.Disk disk = new MemoryJournal.Disk(HALL);
    final Random random = new Random(42);
    final Ids ids = () -> new UUID(random.nextLong(), random.nextLong());
    final Strand device = time.strand();
    final FakePrinter printer = new FakePrinter(device);
    final FakeLog log = new FakeLog(device);
    final FakeSign sign = new FakeSign();
    final FakePad pad = new FakePad();
    final FakeRating rating = new FakeRating();
    private final Map<String, Long> connections = new HashMap<>();

    MemoryJournal journal;
    HallRole role;
    Dispenser dispenser;
    Evaluator evaluator;

    SimulatedHall() {
        startHall();
        dispenser = startDispenser();
        evaluator = startWindow();
        // Configuration and leases are fetched, with a second try where the day was not open yet.
        time.advance(Duration.ofSeconds(20));
    }

    /** Lets everything that is under way come to its end. */
    void settle() {
        time.advance(Duration.ofSeconds(1));
    }

    /** Starts a hall on what the disk holds. */
    final void startHall() {
        Strand strand = time.strand();
        journal = new MemoryJournal(disk, strand, health -> {}, () -> Duration.ofMillis(5));
        Bus bus = broker.bus(HALL, strand, counter(HALL));
        role =
                new HallRole(
                        new HallRole.Settings(
                                HALL,
                                ZONE,
                                Locale.SIMPLIFIED_CHINESE,
                                LocalTime.MIDNIGHT,
                                new HallRole.Initial(config(), staff()),
                                true,
                                true,
                                new byte[32]),
                        strand,
                        journal,
                        bus,
                        bus,
                        ids,
                        random,
                        List.of());
        role.start();
    }

    /** Starts the center, which holds nothing yet; the hall finds it there. */
    SimulatedCenter startCenter() {
        SimulatedCenter center =
                new SimulatedCenter(broker.bus("center", time.strand(), SimulatedCenter.counter()));
        time.advance(Duration.ofSeconds(20));
        return center;
    }

    /** Pulls the plug of the hall: what is not durable is gone, and so is its connection. */
    void crashHall() {
        journal.crash();
        role.stop();
        settle();
    }

    private static HallConfig config() {
        return new HallConfig(
                0,
                "青山县政务服务中心",
                List.of(new HallConfig.Area("a", "综合区", "1F", false)),
                List.of(new HallConfig.Category("general", "综合业务", "A", "a")),
                List.of(
                        new HallConfig.Window(
                                1, "1", "a", ZONE_1, WINDOW, List.of("general"), true),
                        new HallConfig.Window(2, "2", "a", null, null, List.of("general"), false)),
                HallConfig.Ranges.defaults(),
                HallConfig.Rules.defaults(),
                List.of(),
                Map.of());
    }

    private static List<Staff> staff() {
        return List.of(new Staff("1001", "王芳", "综合窗口", null, null));
    }

    /** A device that listens to a speaker zone; the list fills with what comes. */
    List<SpokenLine> listen(String zone) {
        List<SpokenLine> lines = new ArrayList<>();
        SayCodec codec = new SayCodec(new Json(ZONE));
        Strand strand = time.strand();
        Bus bus = broker.bus("board-1", strand, counter("board-1"));
        bus.open(
                new Bus.Setup(List.of(new Topics(HALL).zoneSay(zone)), null),
                new Bus.Handler() {
                    @Override
                    public void connected(long connection) {}

                    @Override
                    public void disconnected(String why) {}

                    @Override
                    public void received(Bus.Message message) {
                        assertThat(message.retained()).isFalse();
                        assertThat(message.expiry()).contains(Duration.ofSeconds(30));
                        lines.add(codec.decode(message.payload()).orThrow());
                    }
                });
        settle();
        return lines;
    }

    private ConnectionCounter counter(String identity) {
        return () -> connections.merge(identity, 1L, Long::sum);
    }

    private Dispenser startDispenser() {
        DeviceConnection connection = connection(DISPENSER, device);
        Dispenser made =
                new Dispenser(
                        DispenserSettings.of(HALL, DISPENSER, ZONE),
                        device,
                        connection,
                        printer,
                        log,
                        ids);
        open(
                connection,
                DISPENSER,
                new DeviceRole(
                        device,
                        connection,
                        ids,
                        Optional.of(made),
                        Optional.empty(),
                        new Evaluator(device, connection, ids, Map.of()),
                        new CallPads(device, connection, ids, Map.of()),
                        Troubles.NONE),
                device);
        device.execute(made::start);
        return made;
    }

    private Evaluator startWindow() {
        Strand strand = time.strand();
        DeviceConnection connection = connection(WINDOW, strand);
        Evaluator made = new Evaluator(strand, connection, ids, Map.of(1, rating));
        WindowRole window = new WindowRole(strand, Map.of(1, sign));
        CallPads pads = new CallPads(strand, connection, ids, Map.of(1, pad));
        open(
                connection,
                WINDOW,
                new DeviceRole(
                        strand,
                        connection,
                        ids,
                        Optional.empty(),
                        Optional.of(window),
                        made,
                        pads,
                        Troubles.NONE),
                strand);
        strand.execute(
                () -> {
                    window.start();
                    pads.start();
                    made.start();
                });
        return made;
    }

    private DeviceConnection connection(String name, Strand strand) {
        Json json = new Json(ZONE);
        return new DeviceConnection(
                new Topics(HALL),
                name,
                strand,
                broker.bus(name, strand, counter(name)),
                ids,
                new RequestCodec(json),
                new AnswerCodec(json),
                new DeviceCommandCodec(json, Locale.SIMPLIFIED_CHINESE),
                new ViewCodec(json),
                new NoticeCodec(json));
    }

    private static void open(
            DeviceConnection connection, String name, DeviceRole role, Strand strand) {
        strand.execute(
                () ->
                        connection.open(
                                new DeviceConnection.Hall() {
                                    @Override
                                    public void queue(QueueView view, boolean live) {
                                        role.queue(view, live);
                                    }

                                    @Override
                                    public void window(WindowView view) {
                                        role.window(view);
                                    }

                                    @Override
                                    public void configVersion(int version) {
                                        role.configVersion(version);
                                    }

                                    @Override
                                    public CompletionStage<DeviceReply> command(
                                            UUID id, DeviceCommand command) {
                                        return role.command(id, command);
                                    }

                                    @Override
                                    public DeviceNotice notice(long connection) {
                                        return new DeviceNotice(
                                                name,
                                                List.of("test"),
                                                DeviceNotice.State.ONLINE,
                                                connection,
                                                strand.now(),
                                                "test",
                                                true,
                                                List.of(),
                                                List.of());
                                    }

                                    @Override
                                    public void connection(boolean connected, String why) {}

                                    @Override
                                    public void alarmed(Bus.Alarm alarm) {}
                                },
                                true));
    }

    /** A printer that ends as it is told, half a second after it began. */
    static final class FakePrinter implements SlipPrinter {
        private final Strand strand;
        final List<TicketSlip> printed = new ArrayList<>();
        ProofLevel end = ProofLevel.CUT;
        Readiness readiness = Readiness.READY;

        FakePrinter(Strand strand) {
            this.strand = strand;
        }

        @Override
        public void print(TicketSlip slip, Progress progress) {
            printed.add(slip);
            strand.after(
                    Duration.ofMillis(500),
                    () -> {
                        if (end.provesPaper()) {
                            progress.reached(ProofLevel.PRINTED);
                        }
                        progress.ended(end);
                    });
        }

        @Override
        public void printTestPage(Progress progress) {
            progress.ended(end);
        }

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public void onReadiness(Runnable listener) {}
    }

    /** A device's journal in memory. */
    static final class FakeLog implements DeviceLog {
        private final Strand strand;
        private final Map<UUID, Lease> leases = new HashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private final Map<UUID, Long> at = new HashMap<>();
        private long seq;

        FakeLog(Strand strand) {
            this.strand = strand;
        }

        @Override
        public List<Lease> leases() {
            return List.copyOf(leases.values());
        }

        @Override
        public CompletionStage<Void> keep(Lease lease) {
            leases.put(lease.block(), lease);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> drop(UUID block) {
            leases.remove(block);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> record(NewStep step, @Nullable Lease lease) {
            if (lease != null) {
                leases.put(lease.block(), lease);
            }
            at.put(step.id(), strand.nanoTime());
            steps.add(new Step(++seq, step.id(), step.command(), step.at(), null));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public Optional<Step> first() {
            return waiting().stream().findFirst();
        }

        @Override
        public List<Step> waiting() {
            return steps.stream()
                    .map(
                            step ->
                                    new Step(
                                            step.seq(),
                                            step.id(),
                                            step.command(),
                                            step.at(),
                                            (strand.nanoTime() - at.getOrDefault(step.id(), 0L))
                                                    / 1_000_000))
                    .toList();
        }

        @Override
        public CompletionStage<Void> remove(long done) {
            steps.removeIf(step -> step.seq() == done);
            return CompletableFuture.completedStage(null);
        }
    }

    /** Remembers what it was told to show. */
    static final class FakeSign implements WindowSign {
        final List<WindowSign.View> shown = new ArrayList<>();

        @Override
        public void show(WindowSign.View view) {
            shown.add(view);
        }

        @Override
        public void identify() {}

        @Override
        public CompletionStage<Boolean> test() {
            return CompletableFuture.completedStage(true);
        }

        WindowSign.View now() {
            return shown.getLast();
        }
    }

    /** A call pad whose keys the test presses. */
    static final class FakePad implements ClerkPad {
        private Consumer<ClerkPad.Key> listener = key -> {};
        ClerkPad.View now = new ClerkPad.View(OptionalInt.empty(), "");
        int beeps;

        @Override
        public void onPress(Consumer<ClerkPad.Key> newListener) {
            listener = newListener;
        }

        void press(ClerkPad.Key key) {
            listener.accept(key);
        }

        @Override
        public void show(ClerkPad.View view) {
            now = view;
        }

        @Override
        public void beep() {
            beeps++;
        }
    }

    /** An evaluator whose keys the test presses. */
    static final class FakeRating implements RatingPad {
        private IntConsumer listener = level -> {};
        final List<RatingPad.State> shown = new ArrayList<>();

        @Override
        public void onLevel(IntConsumer newListener) {
            listener = newListener;
        }

        void press(int level) {
            listener.accept(level);
        }

        @Override
        public void show(RatingPad.State state) {
            shown.add(state);
        }
    }
}
