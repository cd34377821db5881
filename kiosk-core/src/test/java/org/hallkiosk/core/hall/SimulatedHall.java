package org.hallkiosk.core.hall;

import static java.util.Objects.requireNonNull;
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
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.core.role.MemoryLog;
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
    final MemoryLog log = new MemoryLog(device);
    final FakeSign sign = new FakeSign();
    final Strand windowStrand = time.strand();
    final MemoryLog windowLog = new MemoryLog(windowStrand);
    FakePad pad = new FakePad();
    FakeRating rating = new FakeRating();

    /** Whether a device that starts hands in what stands in its log. */
    boolean handsIn = true;

    private Duration writing = Duration.ofMillis(5);
    private final Map<String, Long> connections = new HashMap<>();

    private final String label;
    private final Map<String, String> texts;

    MemoryJournal journal;
    HallRole role;
    Dispenser dispenser;
    private DeviceConnection dispenserConnection;
    Evaluator evaluator;
    private @Nullable DeviceConnection windowConnection;

    SimulatedHall() {
        this("1", Map.of());
    }

    /**
     * @param label of window 1
     * @param texts of the hall's configuration
     */
    SimulatedHall(String label, Map<String, String> texts) {
        this.label = label;
        this.texts = texts;
        startHall();
        dispenserConnection = connection(DISPENSER, device);
        dispenser = startDispenser(dispenserConnection, printer);
        evaluator = startWindow(pad, rating);
        // Configuration and leases are fetched, with a second try where the day was not open yet.
        time.advance(Duration.ofSeconds(20));
    }

    /** From now on the hall's disk takes so long to write. */
    void slowDisk(Duration time) {
        writing = time;
    }

    /** Lets everything that is under way come to its end. */
    void settle() {
        time.advance(Duration.ofSeconds(1));
    }

    /** Starts a hall on what the disk holds. */
    final void startHall() {
        Strand strand = time.strand();
        journal = new MemoryJournal(disk, strand, health -> {}, () -> writing);
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

    private HallConfig config() {
        return new HallConfig(
                0,
                "青山县政务服务中心",
                List.of(new HallConfig.Area("a", "综合区", "1F", false)),
                List.of(
                        new HallConfig.Category("general", "综合业务", "A", "a"),
                        new HallConfig.Category("tax", "税务", "B", "a")),
                List.of(
                        new HallConfig.Window(
                                1, label, "a", ZONE_1, WINDOW, List.of("general"), true, "tax"),
                        new HallConfig.Window(2, "2", "a", null, null, List.of("general"), false)),
                HallConfig.Ranges.defaults(),
                HallConfig.Rules.defaults(),
                List.of(),
                texts);
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

    /** Kills the dispenser and starts it on what its disk holds; the printer goes on by itself. */
    void restartDispenser() {
        dispenser.stop();
        dispenserConnection.close();
        printer.forgetWhoPrints();
        settle();
        startDispenserAnew(printer);
    }

    /** The dispenser again, with a printer of the test's own. */
    void restartDispenser(SlipPrinter itsPrinter) {
        dispenser.stop();
        dispenserConnection.close();
        settle();
        startDispenserAnew(itsPrinter);
    }

    private void startDispenserAnew(SlipPrinter itsPrinter) {
        dispenserConnection = connection(DISPENSER, device);
        dispenser = startDispenser(dispenserConnection, itsPrinter);
        time.advance(Duration.ofSeconds(20));
    }

    private Dispenser startDispenser(DeviceConnection connection, SlipPrinter itsPrinter) {
        Dispenser made =
                new Dispenser(
                        DispenserSettings.of(HALL, DISPENSER, ZONE),
                        device,
                        connection,
                        itsPrinter,
                        log,
                        handingIn(DISPENSER, device, connection, log),
                        ids);
        HandingIn none = handingIn(DISPENSER, device, connection, new MemoryLog(device));
        open(
                connection,
                DISPENSER,
                new DeviceRole(
                        device,
                        connection,
                        ids,
                        Optional.of(made),
                        Optional.empty(),
                        new Evaluator(device, connection, none, ids, Map.of()),
                        new CallPads(device, connection, ids, none, Map.of()),
                        Troubles.NONE),
                device);
        device.execute(made::start);
        return made;
    }

    /** Kills the window device and starts it anew on what its journal holds. */
    void restartWindow() {
        DeviceConnection before = requireNonNull(windowConnection);
        windowStrand.execute(before::close);
        settle();
        pad = new FakePad();
        rating = new FakeRating();
        windowLog.restarted();
        evaluator = startWindow(pad, rating);
    }

    /** The window device again, with a pad and an evaluator of the test's own. */
    void restartWindow(ClerkPad itsPad, RatingPad itsEvaluator) {
        DeviceConnection before = requireNonNull(windowConnection);
        windowStrand.execute(before::close);
        settle();
        evaluator = startWindow(itsPad, itsEvaluator);
        time.advance(Duration.ofSeconds(20));
    }

    private HandingIn handingIn(
            String name, Strand strand, DeviceConnection connection, DeviceLog of) {
        HandingIn made = new HandingIn(name, strand, connection, connection, of);
        if (handsIn) {
            strand.execute(made::start);
        }
        return made;
    }

    private Evaluator startWindow(ClerkPad itsPad, RatingPad itsEvaluator) {
        Strand strand = windowStrand;
        DeviceConnection connection = connection(WINDOW, strand);
        windowConnection = connection;
        HandingIn handingIn = handingIn(WINDOW, strand, connection, windowLog);
        Evaluator made = new Evaluator(strand, connection, handingIn, ids, Map.of(1, itsEvaluator));
        WindowRole window = new WindowRole(strand, Map.of(1, sign));
        CallPads pads = new CallPads(strand, connection, ids, handingIn, Map.of(1, itsPad));
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
        private int listening;

        FakePrinter(Strand strand) {
            this.strand = strand;
        }

        @Override
        public void print(TicketSlip slip, Progress progress) {
            printed.add(slip);
            int listener = listening;
            strand.after(
                    Duration.ofMillis(500),
                    () -> {
                        if (listener != listening) {
                            return;
                        }
                        if (end.provesPaper()) {
                            progress.reached(ProofLevel.PRINTED);
                        }
                        progress.ended(end);
                    });
        }

        /** Who printed was killed: what comes of it is told to nobody. */
        void forgetWhoPrints() {
            listening++;
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
