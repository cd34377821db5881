package org.hallkiosk.core.hall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueEngine;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.health.ConnectionHealth;
import org.hallkiosk.core.health.CoreFault;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.SayCodec;
import org.hallkiosk.core.wire.SnapshotCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The whole hall (role {@code hall}), put together: the queue, its desk at the hall's broker, the
 * uplink to the center. On the hall's strand.
 */
public final class HallRole {

    /** Segments are begun at least so often; a replay after a crash reads one segment. */
    private static final Duration CHECKPOINT = Duration.ofHours(1);

    private static final Duration BACKUP = Duration.ofHours(1);

    /** Audit at least six months (EVENTS.md 9). */
    private static final Duration KEEP = Duration.ofDays(190);

    private final Settings settings;
    private final Strand strand;
    private final Journal journal;
    private final EventCodec events;
    private final Hall hall;
    private final RequestDesk desk;
    private final HallDesk hallDesk;
    private final DeviceCommands devices;
    private final DeviceBoard board;
    private final Outbox outbox;
    private final CenterRecovery recovery;
    private final HallHealth health;
    private final CenterUplink uplink;
    private final Announcer announcer;
    private final BusinessDay businessDay;
    private final Deadlines deadlines;
    private final EvaluationOffers offers;
    private final List<Bus> buses;
    private final Bus hallBus;
    private final Bus centerBus;
    private final ConnectionHealth hallLink;
    private final ConnectionHealth centerLink;
    private boolean running;
    private boolean connected;

    /**
     * What a hall is told once.
     *
     * @param hall its id
     * @param startOfDay the hour from which a date is open for business
     * @param initial the configuration of a hall whose journal is empty; null = none, then it waits
     *     for one
     * @param demo whether clients without credentials may ask, on a loopback broker alone
     * @param center whether the hall has a center: without one, nobody is waited for
     * @param macKey the key for {@link org.hallkiosk.core.domain.TicketMac}
     */
    public record Settings(
            String hall,
            ZoneId zone,
            Locale language,
            LocalTime startOfDay,
            @Nullable Initial initial,
            boolean demo,
            boolean center,
            byte[] macKey) {}

    /**
     * What a new hall begins with.
     *
     * @param bookings what can be checked in with
     */
    public record Initial(HallConfig config, List<Staff> staff, List<Booking> bookings) {
        public Initial {
            staff = List.copyOf(staff);
            bookings = List.copyOf(bookings);
        }

        /** Without bookings. */
        public Initial(HallConfig config, List<Staff> staff) {
            this(config, staff, List.of());
        }
    }

    /**
     * Puts it together; {@link #start} sets it to work.
     *
     * @param hallBus the connection to the hall's broker
     * @param centerBus the connection to the center's broker; the same object as {@code hallBus}
     *     when one broker is both, as in the demo
     * @param boards further boards for the views, such as the pages
     * @param secrets makes tokens and keys; cannot be guessed, outside tests
     */
    public HallRole(
            Settings settings,
            Strand strand,
            Journal journal,
            Bus hallBus,
            Bus centerBus,
            Ids ids,
            RandomGenerator secrets,
            List<Announcer.Board> boards) {
        this.settings = settings;
        this.strand = strand;
        this.journal = journal;
        this.hallBus = hallBus;
        this.centerBus = centerBus;
        this.buses = hallBus == centerBus ? List.of(hallBus) : List.of(hallBus, centerBus);
        Topics topics = new Topics(settings.hall());
        Json json = new Json(settings.zone());
        ViewCodec views = new ViewCodec(json);
        NoticeCodec notices = new NoticeCodec(json);
        EvaluationTokens tokens = new EvaluationTokens(secrets);

        events = new EventCodec(json);
        hall =
                new Hall(
                        settings.hall(),
                        settings.zone(),
                        strand,
                        journal,
                        new QueueEngine(),
                        events,
                        new SnapshotCodec(json),
                        ids,
                        tokens);
        desk =
                new RequestDesk(
                        hall,
                        journal,
                        new RequestCodec(json),
                        new AnswerCodec(json),
                        settings.language(),
                        settings.zone(),
                        settings.macKey(),
                        secrets);
        devices =
                new DeviceCommands(
                        topics,
                        strand,
                        hallBus,
                        new DeviceCommandCodec(json, settings.language()),
                        ids);
        board = new DeviceBoard(notices);
        hallDesk =
                new HallDesk(
                        topics, hallBus, desk, devices, board, views, notices, settings.demo());
        outbox = new Outbox(topics, strand, journal, centerBus);
        EventCodec events = new EventCodec(json);
        recovery =
                new CenterRecovery(
                        topics,
                        strand,
                        hall,
                        journal,
                        centerBus,
                        outbox,
                        events,
                        notices,
                        ids,
                        this::serve);
        hall.onEpochAhead(recovery::leaseSeen);
        health = new HallHealth(hall, journal, recovery, strand);
        hallLink =
                new ConnectionHealth(
                        "hall-broker", CoreFault.HALL_UNREACHABLE, health.device(), strand);
        centerLink =
                new ConnectionHealth(
                        "center-broker", CoreFault.CENTER_UNREACHABLE, health.device(), strand);
        uplink =
                new CenterUplink(
                        topics, strand, centerBus, recovery, views, notices, hallBus != centerBus);
        board.onStatus(uplink::device);
        List<Announcer.Board> all = new ArrayList<>(boards);
        all.add(hallDesk);
        all.add(uplink);
        announcer = new Announcer(hall, strand, all);
        businessDay = new BusinessDay(hall, strand, settings.zone(), settings.startOfDay());
        deadlines = new Deadlines(hall, strand);
        offers = new EvaluationOffers(hall, strand, tokens, devices);
        hall.addListener(announcer);
        CallSpeech speech =
                new CallSpeech(hall, topics, hallBus, new SayCodec(json), settings.language());
        hall.addListener(speech);
        desk.onAccepted(speech);
        hall.addListener(deadlines);
        hall.addListener(offers);
        hall.addListener(outbox);
        hall.addListener(health);
        hall.addListener(businessDay);
    }

    /**
     * Rebuilds the state, which blocks for as long as that takes, and begins to serve: at once, or
     * when the center has told what a new or restored journal does not hold, at most ten seconds
     * later.
     *
     * @throws java.io.UncheckedIOException when the journal cannot be read
     * @throws IllegalArgumentException when it cannot be understood
     */
    public void start() {
        running = true;
        hall.replay();
        recovery.begin(settings.center());
        health.start();
        openBuses();
        strand.after(CHECKPOINT, this::checkpoint);
        strand.after(BACKUP, this::backup);
    }

    /** The epoch is being opened, or goes on. */
    private void serve() {
        if (settings.initial() != null && hall.state().config().version() == 0) {
            hall.submit(
                    Hall.Question.system(
                            "initial",
                            new Command.ConfigPut(
                                    settings.initial().config(), settings.initial().staff(), 0)));
            if (!settings.initial().bookings().isEmpty()) {
                hall.submit(
                        Hall.Question.system(
                                "initial",
                                new Command.RegisterBookings(settings.initial().bookings())));
            }
        }
        deadlines.resume();
        offers.resume();
        businessDay.start();
        announcer.start();
    }

    private void openBuses() {
        if (hallBus == centerBus) {
            List<String> filters = new ArrayList<>(hallDesk.subscriptions());
            filters.addAll(uplink.subscriptions());
            hallBus.open(new Bus.Setup(filters, uplink::will), new Both());
        } else {
            hallBus.open(new Bus.Setup(hallDesk.subscriptions(), null), new AtHall());
            centerBus.open(new Bus.Setup(uplink.subscriptions(), uplink::will), new AtCenter());
        }
    }

    private void checkpoint() {
        if (!running) {
            return;
        }
        hall.checkpoint(
                outcome ->
                        journal.archive(
                                outbox.acknowledged(),
                                KEEP,
                                archived -> {
                                    // A refusal shows in the journal's health.
                                }));
        journal.dropAnswers(
                hall.today().minusDays(1),
                dropped -> {
                    // Tried again with the next checkpoint.
                });
        strand.after(CHECKPOINT, this::checkpoint);
    }

    private void backup() {
        if (running) {
            journal.backup(health::backupEnded);
            strand.after(BACKUP, this::backup);
        }
    }

    /**
     * Ends service in order; the journal is its opener's to close.
     *
     * @return completed on the strand when the connections have ended
     */
    public CompletionStage<Void> stop() {
        running = false;
        recovery.stop();
        health.stop();
        businessDay.stop();
        announcer.stop();
        CompletableFuture<?>[] ends =
                buses.stream()
                        .map(bus -> bus.close().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends);
    }

    /** The queue. */
    public Hall hall() {
        return hall;
    }

    /** Where pages put requests. */
    public RequestDesk desk() {
        return desk;
    }

    /** How devices are asked. */
    public DeviceCommands devices() {
        return devices;
    }

    /** How the devices are. */
    public DeviceBoard board() {
        return board;
    }

    /** What waits for the center. */
    public Outbox outbox() {
        return outbox;
    }

    /** Whether the hall's broker is reached now. */
    public boolean isConnected() {
        return connected;
    }

    /** When the oldest event happened that the center does not have yet; none when it has all. */
    public Optional<Instant> oldestForCenter() {
        return outbox.depth() == 0
                ? Optional.empty()
                : journal.read(outbox.acknowledged(), 1).stream()
                        .findFirst()
                        .map(entry -> events.decode(entry.bytes()).orThrow().at());
    }

    /** Messages at the hall's broker that were no requests, and status notices refused. */
    public long ignored() {
        return hallDesk.ignored() + board.refused();
    }

    /** What is wrong with the hall itself. */
    public HallHealth health() {
        return health;
    }

    /** The connection to the center. */
    public CenterUplink uplink() {
        return uplink;
    }

    private final class AtHall implements Bus.Handler {
        @Override
        public void connected(long connection) {
            connected = true;
            hallLink.connected();
        }

        @Override
        public void disconnected(String why) {
            connected = false;
            hallLink.disconnected(why);
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            hallLink.alarmed(alarm);
        }

        @Override
        public void received(Bus.Message message) {
            hallDesk.received(message);
        }
    }

    private final class AtCenter implements Bus.Handler {
        @Override
        public void connected(long connection) {
            centerLink.connected();
            uplink.connected(connection);
        }

        @Override
        public void disconnected(String why) {
            centerLink.disconnected(why);
            uplink.disconnected();
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            centerLink.alarmed(alarm);
        }

        @Override
        public void received(Bus.Message message) {
            uplink.received(message);
        }
    }

    /** One broker is the hall's and the center's. */
    private final class Both implements Bus.Handler {
        @Override
        public void connected(long connection) {
            connected = true;
            hallLink.connected();
            uplink.connected(connection);
        }

        @Override
        public void disconnected(String why) {
            connected = false;
            hallLink.disconnected(why);
            uplink.disconnected();
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            hallLink.alarmed(alarm);
        }

        @Override
        public void received(Bus.Message message) {
            if (message.topic().startsWith(Topics.BASE + settings.hall() + "/center/")) {
                uplink.received(message);
            } else {
                hallDesk.received(message);
            }
        }
    }
}
