package org.hallkiosk.core.boot;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.hallkiosk.core.bus.DeviceConnection;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.device.EvaluatorKeys;
import org.hallkiosk.core.device.PadKeys;
import org.hallkiosk.core.device.PanelSign;
import org.hallkiosk.core.device.PrinterSlips;
import org.hallkiosk.core.device.ScannerReader;
import org.hallkiosk.core.device.SpeakerVoice;
import org.hallkiosk.core.device.UnitNotices;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.health.ConnectionHealth;
import org.hallkiosk.core.health.CoreFault;
import org.hallkiosk.core.health.DeviceHealth;
import org.hallkiosk.core.journal.DeviceJournal;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ClerkPad;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.RatingPad;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.role.device.DeviceRole;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.DispenserSettings;
import org.hallkiosk.core.role.speaker.ZoneSpeaker;
import org.hallkiosk.core.role.window.CallPads;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.role.window.WindowRole;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.LeaseCodec;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.SayCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultText;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * One device, wired: its peripherals, its roles but the hall's, its connection to the hall. Several
 * may live in one process.
 */
public final class DeviceApp implements AutoCloseable {

    /** The program's version, as a status tells it. */
    public static final String VERSION = "0.1.0";

    private static final Duration SOON = Duration.ofMillis(250);
    private static final Locale LANGUAGE = Locale.SIMPLIFIED_CHINESE;

    private final DeviceConfig config;
    private final ThreadStrand strand;
    private final DeviceJournal journal;
    private final Peripherals peripherals;
    private final Devices devices;
    private final DeviceConnection connection;
    private final DeviceRole role;
    private final Optional<Dispenser> dispenser;
    private final Optional<WindowRole> window;
    private final HandingIn handingIn;
    private final CallPads pads;
    private final Evaluator evaluator;
    private final Optional<DeviceScreens> screens;
    private final Map<String, ZoneSpeaker> speakers;
    private final SayCodec lines;
    private final DeviceHealth health = new DeviceHealth();
    private final Map<String, Runnable> afterStatus = new HashMap<>();
    private final UnitNotices unitNotices;
    private boolean announcing;
    private final ConnectionHealth link;
    private Instant since;
    private Optional<TraceSocket> traces = Optional.empty();

    /** What a device is given from outside. */
    public record World(
            Links links,
            BiFunction<Strand, ConnectionCounter, Bus> bus,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            GlyphSource glyphs,
            Troubles troubles,
            Optional<Screens> screens) {}

    /**
     * Wires it; nothing is open yet but the journal.
     *
     * @throws IOException when the journal cannot be opened
     * @throws CommandFailure when the configuration names what does not exist
     */
    public DeviceApp(DeviceConfig config, World world) throws IOException {
        this.config = config;
        this.peripherals =
                new Peripherals(
                        config, world.links(), world.glyphs(), world.clock(), world.random());
        this.devices = peripherals.devices();
        this.strand = new ThreadStrand("device-" + config.device(), world.clock());
        this.since = strand.now();
        this.link = new ConnectionHealth("connection", CoreFault.HALL_UNREACHABLE, health, strand);
        this.journal =
                DeviceJournal.open(
                        config.data().resolve("device-" + config.device()),
                        strand,
                        state -> {
                            // What cannot be kept is refused where it is tried.
                        });
        this.unitNotices = new UnitNotices(devices, config.units());
        Json json = new Json(config.zone());
        RequestCodec requests = new RequestCodec(json);
        Bus bus = world.bus().apply(strand, journal.connections("hall"));
        this.connection =
                new DeviceConnection(
                        new Topics(config.hall()),
                        config.device(),
                        strand,
                        bus,
                        world.ids(),
                        requests,
                        new AnswerCodec(json),
                        new DeviceCommandCodec(json, LANGUAGE),
                        new ViewCodec(json),
                        new NoticeCodec(json));
        DeviceSteps steps =
                new DeviceSteps(config.device(), strand, journal, requests, new LeaseCodec(json));
        this.handingIn = new HandingIn(config.device(), strand, connection, connection, steps);
        this.dispenser =
                config.roles().contains(Role.DISPENSER)
                        ? Optional.of(dispenser(world, steps))
                        : Optional.empty();
        this.window =
                config.roles().contains(Role.WINDOW)
                        ? Optional.of(new WindowRole(strand, signs()))
                        : Optional.empty();
        this.pads = new CallPads(strand, connection, world.ids(), handingIn, clerkPads());
        this.evaluator = new Evaluator(strand, connection, handingIn, world.ids(), ratingPads());
        this.speakers = zones();
        this.lines = new SayCodec(json);
        this.role =
                new DeviceRole(
                        strand,
                        connection,
                        world.ids(),
                        dispenser,
                        window,
                        evaluator,
                        pads,
                        world.troubles());
        this.screens = screens(world);
    }

    private Optional<DeviceScreens> screens(World world) {
        if (config.screens().isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> displays =
                config.screens().stream()
                        .map(screen -> screen.placement().display())
                        .collect(Collectors.toCollection(TreeSet::new));
        if (world.screens().isEmpty()) {
            strand.execute(() -> missing(displays));
            return Optional.empty();
        }
        HallPicture hall = new HallPicture(strand, config.zone());
        role.listen(hall);
        Technician technician =
                new Technician(
                        strand,
                        config.device(),
                        config.screens().stream()
                                .map(ScreenConfig::window)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toUnmodifiableSet()),
                        config.screens().stream().anyMatch(screen -> screen.window() == null));
        role.screens(technician);
        return Optional.of(
                new DeviceScreens(
                        config,
                        strand,
                        hall,
                        technician,
                        dispenser,
                        evaluator,
                        world.ids(),
                        world.screens().get(),
                        look -> Thread.ofVirtual().name("displays").start(look),
                        this::missing));
    }

    private void missing(Set<Integer> displays) {
        Map<CoreFault, Map<String, String>> wrong =
                displays.isEmpty()
                        ? Map.of()
                        : Map.of(
                                CoreFault.SCREEN_MISSING,
                                Map.of(
                                        "display",
                                        displays.stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", "))));
        health.report("screens", wrong, strand.now());
    }

    private Dispenser dispenser(World world, DeviceSteps steps) {
        Devices.Unit unit =
                devices.all().stream()
                        .filter(u -> u.device() instanceof TicketPrinter)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "The dispenser "
                                                        + config.device()
                                                        + " has no ticket printer among its"
                                                        + " units."));
        PrinterSlips printer =
                new PrinterSlips(
                        (TicketPrinter) unit.device(),
                        unit.strand(),
                        strand,
                        config.zone(),
                        LANGUAGE);
        afterStatus.put(unit.spec().id(), printer::statusChanged);
        Dispenser made =
                new Dispenser(
                        DispenserSettings.of(config.hall(), config.device(), config.zone()),
                        strand,
                        connection,
                        printer,
                        steps,
                        handingIn,
                        world.ids());
        for (Devices.Unit u : devices.all()) {
            if (u.device() instanceof CodeScanner scanner) {
                made.reads(new ScannerReader(scanner, u.strand(), strand));
            }
        }
        return made;
    }

    private Map<Integer, WindowSign> signs() {
        Map<Integer, WindowSign> signs = new HashMap<>();
        atWindows(
                WindowDisplay.class,
                (no, display, home) ->
                        signs.put(no, new PanelSign(display, home, strand, LANGUAGE)));
        return signs;
    }

    private Map<Integer, ClerkPad> clerkPads() {
        Map<Integer, ClerkPad> found = new HashMap<>();
        atWindows(CallPad.class, (no, pad, home) -> found.put(no, new PadKeys(pad, home, strand)));
        return found;
    }

    private Map<Integer, RatingPad> ratingPads() {
        Map<Integer, RatingPad> found = new HashMap<>();
        atWindows(
                EvaluatorPad.class,
                (no, pad, home) -> found.put(no, new EvaluatorKeys(pad, home, strand)));
        return found;
    }

    /** Takes a device of a window, with the strand where it lives. */
    private interface AtWindow<D> {
        void take(int window, D device, Strand home);
    }

    /** Every device of this role that serves a window. */
    private <D> void atWindows(Class<D> role, AtWindow<D> taker) {
        for (UnitConfig unit : config.units()) {
            Devices.Unit made =
                    devices.find(unit.id())
                            .orElseThrow(() -> new IllegalStateException("No " + unit.id()));
            if (unit.window() != null && role.isInstance(made.device())) {
                taker.take(unit.window(), role.cast(made.device()), made.strand());
            }
        }
    }

    /** A speaker owns the zone that is its unit's place; the first one, if several name it. */
    private Map<String, ZoneSpeaker> zones() {
        Map<String, ZoneSpeaker> owners = new LinkedHashMap<>();
        for (UnitConfig unit : config.units()) {
            Devices.Unit made =
                    devices.find(unit.id())
                            .orElseThrow(() -> new IllegalStateException("No " + unit.id()));
            if (unit.place() != null && made.device() instanceof Speaker speaker) {
                owners.putIfAbsent(
                        unit.place(),
                        new ZoneSpeaker(
                                unit.place(),
                                strand,
                                new SpeakerVoice(speaker, made.strand(), strand)));
            }
        }
        return owners;
    }

    /** Opens peripherals and connection, and serves. Returns at once. */
    public void start() {
        for (Devices.Unit unit : devices.all()) {
            unit.strand().execute(() -> unit.device().onStatus(status -> statusOf(unit, status)));
        }
        devices.open();
        traces = TraceSocket.open(config.data(), devices, config.zone());
        strand.execute(
                () -> {
                    health.onChange(this::changed);
                    window.ifPresent(WindowRole::start);
                    handingIn.start();
                    pads.start();
                    evaluator.start();
                    dispenser.ifPresent(Dispenser::start);
                    screens.ifPresent(this::startScreens);
                    connection.open(
                            new FromHall(),
                            window.isPresent() || screens.isPresent(),
                            speakers.keySet());
                });
    }

    /** What this device says it also shows, on its boards. */
    private void startScreens(DeviceScreens shown) {
        shown.start();
        for (ZoneSpeaker speaker : speakers.values()) {
            speaker.onCaptions(
                    captions -> {
                        if (captions.now() != null) {
                            shown.said(captions.now().text());
                        }
                    });
        }
    }

    private void statusOf(Devices.Unit unit, DeviceStatus status) {
        strand.execute(
                () -> {
                    health.report(unit.spec().id(), status.faults());
                    Runnable more = afterStatus.get(unit.spec().id());
                    if (more != null) {
                        more.run();
                    }
                    announceSoon();
                });
    }

    /** A peripheral's axes may change several times in one print; once is told. */
    private void announceSoon() {
        if (!announcing) {
            announcing = true;
            strand.after(
                    SOON,
                    () -> {
                        announcing = false;
                        connection.announce();
                    });
        }
    }

    private void changed() {
        since = strand.now();
        connection.announce();
    }

    /**
     * Takes over what is wrong with a part that this class does not wire, such as the hall in the
     * same process. Any thread.
     *
     * @param faults all that is wrong with it now
     */
    public void report(String part, List<Fault> faults) {
        strand.execute(() -> health.report(part, faults));
    }

    /** The device's name. */
    public String device() {
        return config.device();
    }

    /** The device's strand. */
    public Strand strand() {
        return strand;
    }

    /** The device's evaluators; on its strand. */
    public Evaluator evaluator() {
        return evaluator;
    }

    /** The speaker zones that the device owns; on its strand. */
    public List<ZoneSpeaker> speakers() {
        return List.copyOf(speakers.values());
    }

    /** The device's peripherals. */
    public Devices devices() {
        return devices;
    }

    /** The dispenser's part, if the device has one; on its strand. */
    public Optional<Dispenser> dispenser() {
        return dispenser;
    }

    /**
     * Stops in order: roles, peripherals, connection, journal. Blocks for a few seconds at most.
     */
    @Override
    public void close() {
        CompletableFuture<Void> roles = new CompletableFuture<>();
        strand.execute(
                () -> {
                    screens.ifPresent(DeviceScreens::close);
                    dispenser.ifPresent(Dispenser::stop);
                    connection.close().whenComplete((done, failure) -> roles.complete(null));
                });
        traces.ifPresent(TraceSocket::close);
        peripherals.close();
        await(roles);
        strand.close();
        journal.close();
    }

    private static void await(CompletableFuture<Void> end) {
        try {
            end.get(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(DeviceApp.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "A part of the device did not stop in time",
                            e);
        }
    }

    private final class FromHall implements DeviceConnection.Hall {
        @Override
        public void queue(QueueView view, boolean live) {
            role.queue(view, live);
        }

        @Override
        public void window(WindowView view) {
            role.window(view);
        }

        @Override
        public void say(String zone, byte[] line) {
            ZoneSpeaker owner = speakers.get(zone);
            if (owner != null
                    && lines.decode(line) instanceof Decoded.Good<SpokenLine>(SpokenLine good)) {
                owner.say(good);
            }
        }

        @Override
        public void configVersion(int version) {
            role.configVersion(version);
        }

        @Override
        public CompletionStage<DeviceReply> command(UUID id, DeviceCommand command) {
            return role.command(id, command);
        }

        @Override
        public DeviceNotice notice(long number) {
            List<DeviceNotice.FaultNotice> faults = new ArrayList<>();
            health.byPart()
                    .forEach(
                            (part, found) ->
                                    found.forEach(fault -> faults.add(faultNotice(part, fault))));
            return new DeviceNotice(
                    config.device(),
                    EnumSet.copyOf(config.roles()).stream().map(Role::word).toList(),
                    switch (health.state()) {
                        case ONLINE -> DeviceNotice.State.ONLINE;
                        case DEGRADED -> DeviceNotice.State.DEGRADED;
                    },
                    number,
                    since,
                    VERSION,
                    config.units().stream().anyMatch(UnitConfig::simulated),
                    faults,
                    unitNotices.now());
        }

        private DeviceNotice.FaultNotice faultNotice(String part, Fault fault) {
            return new DeviceNotice.FaultNotice(
                    fault.code().code(),
                    fault.code().level().name().toLowerCase(Locale.ROOT),
                    fault.args(),
                    FaultText.of(fault.code(), fault.args(), LANGUAGE).staff(),
                    devices.find(part).isPresent() ? part : null,
                    fault.since());
        }

        @Override
        public void connection(boolean connected, String why) {
            if (connected) {
                link.connected();
            } else {
                link.disconnected(why);
            }
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            link.alarmed(alarm);
        }
    }
}
