package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.DeviceApp;
import org.hallkiosk.core.boot.HallApp;
import org.hallkiosk.core.boot.HallWeb;
import org.hallkiosk.core.boot.LocalWorkshop;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.boot.TimeOrderedIds;
import org.hallkiosk.core.bus.EmbeddedBroker;
import org.hallkiosk.core.bus.MqttBus;
import org.hallkiosk.core.bus.MqttSettings;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.config.HttpConfig;
import org.hallkiosk.core.config.Login;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.hall.HallPages;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.Accounts;
import org.hallkiosk.core.web.login.Doorkeeper;
import org.hallkiosk.core.web.login.LoginFile;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.core.web.technician.Workshop;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.HallConfigCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.SayCodec;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;
import org.hallkiosk.provisioning.center.CenterApp;
import org.hallkiosk.provisioning.center.EventReader;
import org.jspecify.annotations.Nullable;

/**
 * A whole county hall in one process: broker, coordinator, a dispenser with a code scanner, two
 * window devices with three LED panels, call pads and evaluators, a board whose device speaks, the
 * screens of all of them where there is a display, and the center. Everything listens on loopback
 * alone; every peripheral is an emulator at its wire.
 */
public final class Demo implements AutoCloseable {

    /** The hall's id. */
    public static final String HALL = "demo-hall";

    /** The dispenser's name. */
    public static final String DISPENSER = "dispenser-1";

    private static final String CENTER = "center";
    private static final String BOARD = "board-1";

    /** The floors whose windows stand in the demo; each is a speaker zone. */
    private static final List<String> ZONES = List.of("hall-1f", "hall-2f");

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Locale LANGUAGE = Locale.SIMPLIFIED_CHINESE;
    private static final String LOOPBACK = "127.0.0.1";

    private static final List<String> IDENTITIES =
            List.of(HALL, CENTER, DISPENSER, "window-1", "window-3", BOARD);

    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int PASSWORD_BYTES = 16;

    /** Typed by hand. */
    private static final int LOGIN_BYTES = 6;

    /** Random passwords need no stretching; it would only cost time at each connection. */
    private static final int HASH_ITERATIONS = 101;

    /** People of the county hall: see {@code county-hall.yaml}. */
    private static final List<Account> PEOPLE =
            List.of(
                    new Account("wangfang", Set.of(StaffRole.CLERK), "1001"),
                    new Account("liqiang", Set.of(StaffRole.CLERK), "1002"),
                    new Account("jishu", Set.of(StaffRole.TECHNICIAN), null),
                    new Account("heping", Set.of(StaffRole.VIEWER), null));

    private final Map<String, String> logins = new LinkedHashMap<>();
    private final Map<String, byte[]> passwords = new HashMap<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Ids ids;
    private final Map<String, DeviceApp> devices = new HashMap<>();
    private final Path directory;
    private int httpPort;
    private int centerPort;

    /**
     * Where the demo is reached and where it lives.
     *
     * @param http the port of the hall's page; 0 = any free one. The center's page is on the next,
     *     or on any free one too
     * @param mqtt the port of the broker
     * @param directory the hall's folder: the same folder is the same hall, continued
     * @param screens what citizens see and touch; empty for a demo without screens
     */
    public record Settings(int http, int mqtt, Path directory, Optional<Screens> screens) {}

    /**
     * Starts everything; blocks until the hall serves.
     *
     * @throws IOException when a port or the folder cannot be used; everything is closed again then
     */
    public Demo(Settings settings, InstantSource clock) throws IOException {
        this.clock = clock;
        this.directory = settings.directory();
        this.ids = new TimeOrderedIds(clock, random);
        try {
            start(settings);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(Settings settings) throws IOException {
        broker(settings);
        BiFunction<Strand, ConnectionCounter, Bus> asHall = bus(settings, HALL);

        Path data = directory.resolve("data");
        HallRole.Initial initial = initial();
        HallApp hall =
                keep(
                        new HallApp(
                                HALL,
                                ZONE,
                                LANGUAGE,
                                initial,
                                true,
                                new HallApp.World(
                                        asHall,
                                        null,
                                        clock,
                                        ids,
                                        random,
                                        folder(data.resolve("hall")),
                                        folder(directory.resolve("backup")))));
        hall.start();
        center(settings, folder(data.resolve("center")));
        ThreadStrand wires = keep(new ThreadStrand("loop-wires", clock));
        SystemLinks links = keep(new SystemLinks(new LocalLinks(wires)));
        DemoPeripherals peripherals = peripherals(links);
        LocalWorkshop workshop = new LocalWorkshop(peripherals::faults);
        pictureStaff(folder(staffFolder(data)), initial.staff());
        devices(settings, data, links, peripherals, workshop);
        pages(settings, hall, peripherals, workshop);
        awaitDevices(hall);
    }

    /**
     * Blocks until the hall serves, every device is online and the dispenser knows the hall: ready
     * means ready.
     */
    private void awaitDevices(HallApp hall) throws IOException {
        CompletableFuture<Void> up = new CompletableFuture<>();
        DeviceApp dispenser = device(DISPENSER);
        dispenser.strand().execute(() -> look(dispenser, hall, up));
        try {
            up.get(UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the devices did not come up within " + UP_WITHIN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void look(DeviceApp dispenser, HallApp hall, CompletableFuture<Void> up) {
        boolean configured = dispenser.dispenser().map(Dispenser::isConfigured).orElse(true);
        hall.strand()
                .execute(
                        () -> {
                            if (configured
                                    && hall.role().health().notReady().isEmpty()
                                    && devices.keySet().stream().allMatch(d -> online(hall, d))) {
                                up.complete(null);
                            } else if (!up.isDone()) {
                                dispenser
                                        .strand()
                                        .after(LOOK_AGAIN, () -> look(dispenser, hall, up));
                            }
                        });
    }

    private static boolean online(HallApp hall, String device) {
        return hall.role()
                .board()
                .find(device)
                .map(notice -> notice.state() == DeviceNotice.State.ONLINE)
                .orElse(false);
    }

    private void broker(Settings settings) throws IOException {
        EmbeddedBroker.Provider provider =
                EmbeddedBroker.provider()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "The embedded broker's libraries are missing."
                                                        + " Build the project again."));
        keep(
                provider.start(
                        new EmbeddedBroker.Settings(
                                LOOPBACK,
                                settings.mqtt(),
                                Permissions.ofDemo(HALL, CENTER),
                                passwords(),
                                Optional.empty(),
                                directory.resolve("broker"))));
    }

    /** New ones at every start: broker and clients are the same process. */
    private Passwords passwords() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String identity : IDENTITIES) {
            byte[] password = new byte[PASSWORD_BYTES];
            byte[] salt = new byte[PASSWORD_BYTES];
            random.nextBytes(password);
            random.nextBytes(salt);
            byte[] written = HexFormat.of().formatHex(password).getBytes(StandardCharsets.US_ASCII);
            passwords.put(identity, written);
            lines.add(Passwords.line(identity, written, salt, HASH_ITERATIONS));
        }
        return Passwords.parse(lines, "the demo's passwords");
    }

    private BiFunction<Strand, ConnectionCounter, Bus> bus(Settings settings, String identity) {
        return (strand, counter) ->
                new MqttBus(
                        new MqttSettings(
                                identity,
                                List.of(new MqttSettings.Address(LOOPBACK, settings.mqtt())),
                                Optional.ofNullable(passwords.get(identity)),
                                Optional.empty(),
                                MqttSettings.Timing.STANDARD),
                        counter,
                        strand,
                        random);
    }

    private HallRole.Initial initial() throws IOException {
        String name = "county-hall.yaml";
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing in the program");
            }
            HallConfigCodec.Document document =
                    HallSetup.parseInitial(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
            return new HallRole.Initial(
                    withoutHours(document.config()),
                    document.staff(),
                    DemoBookings.startingAt(clock.instant()));
        } catch (UnusableConfig e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A hall without hours never closes: the demo is tried in the evening, too. */
    private static HallConfig withoutHours(HallConfig county) {
        return new HallConfig(
                county.version(),
                county.name(),
                county.areas(),
                county.categories(),
                county.windows(),
                county.ranges(),
                county.rules(),
                List.of(),
                county.texts());
    }

    private void center(Settings settings, Path folder) throws IOException {
        CenterApp center =
                keep(
                        new CenterApp(
                                folder,
                                EventReader.of(new EventCodec(new Json(ZONE))),
                                bus(settings, CENTER),
                                PagesAccess.loopback(
                                        settings.http() == 0 ? 0 : settings.http() + 1),
                                random,
                                ZONE,
                                Optional.empty(),
                                clock));
        centerPort = center.start();
    }

    private DemoPeripherals peripherals(Links links) throws IOException {
        DemoPeripherals made = keep(new DemoPeripherals(links, clock, directory));
        made.printer("printer", DISPENSER, "loop:printer?baud=115200", directory);
        made.scanner("scanner", "loop:scanner?baud=9600");
        for (String zone : ZONES) {
            made.speaker(speaker(zone), "loop:" + speaker(zone), zone, directory);
        }
        made.panels("loop:line-1?baud=57600", List.of("panel-1", "panel-2"));
        made.panels("loop:line-2?baud=57600", List.of("panel-3"));
        made.pads("loop:pads-1?baud=9600", List.of(padAt(1), padAt(2)));
        made.pads("loop:pads-2?baud=9600", List.of(padAt(3)));
        return made;
    }

    /** The name of the call pad at a window. */
    static String padAt(int window) {
        return "pad-" + window;
    }

    private void devices(
            Settings settings,
            Path data,
            Links links,
            DemoPeripherals peripherals,
            LocalWorkshop workshop)
            throws IOException {
        FontGlyphs glyphs = new FontGlyphs();
        glyphs.warm();
        Optional<Screens> screens =
                settings.screens().map(all -> new DrawnScreens(all, peripherals.faces()));
        Optional<Desk> desk = screens.flatMap(s -> s.display(0)).map(Desk::new);
        List<DeviceConfig> configs =
                List.of(
                        device(
                                data,
                                DISPENSER,
                                Role.DISPENSER,
                                Map.of(
                                        "printer",
                                        "loop:printer?baud=115200",
                                        "scanner",
                                        "loop:scanner?baud=9600"),
                                List.of(
                                        unit("printer", "escpos", "printer", null, null),
                                        unit("scanner", "newland", "scanner", null, null)),
                                desk.map(Desk::dispenser).stream().toList()),
                        device(
                                data,
                                "window-1",
                                Role.WINDOW,
                                Map.of(
                                        "line", "loop:line-1?baud=57600",
                                        "pads", "loop:pads-1?baud=9600"),
                                List.of(
                                        unit("panel-1", "onbon", "line", "1", 1),
                                        unit("panel-2", "onbon", "line", "2", 2),
                                        pad("1", 1),
                                        pad("2", 2)),
                                desk.map(d -> d.windows(1, 2)).orElse(List.of())),
                        device(
                                data,
                                "window-3",
                                Role.WINDOW,
                                Map.of(
                                        "line", "loop:line-2?baud=57600",
                                        "pads", "loop:pads-2?baud=9600"),
                                List.of(unit("panel-3", "onbon", "line", "1", 3), pad("1", 3)),
                                desk.map(d -> d.windows(3)).orElse(List.of())),
                        board(data, desk.map(Desk::board).stream().toList()));
        for (DeviceConfig config : configs) {
            folder(config.data());
            DeviceApp device =
                    keep(
                            new DeviceApp(
                                    config,
                                    new DeviceApp.World(
                                            links,
                                            bus(settings, config.device()),
                                            clock,
                                            ids,
                                            random,
                                            glyphs,
                                            peripherals,
                                            screens)));
            devices.put(config.device(), device);
            workshop.add(device);
            device.start();
        }
    }

    private static Path staffFolder(Path data) {
        return data.resolve("staff");
    }

    /** Drawn, and of nobody; where a hall has photographs. */
    private static void pictureStaff(Path folder, List<Staff> people) throws IOException {
        for (Staff person : people) {
            String name = person.no() + ".jpg";
            try (InputStream in = Demo.class.getResourceAsStream("staff/" + name)) {
                if (in != null) {
                    Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static DeviceConfig device(
            Path data,
            String name,
            Role role,
            Map<String, String> links,
            List<UnitConfig> units,
            List<ScreenConfig> screens) {
        return new DeviceConfig(
                name,
                HALL,
                ZONE,
                data.resolve(name),
                Set.of(role),
                new BusAccess(
                        List.of(URI.create("mqtt://" + LOOPBACK)), null, new Login(null, null)),
                links,
                units,
                screens,
                staffFolder(data),
                new HttpConfig(LOOPBACK, 0, List.of(), null, null),
                null);
    }

    /** A board whose device speaks in the zones: all emulators, no sound on this computer. */
    private static DeviceConfig board(Path data, List<ScreenConfig> screens) {
        Map<String, String> links = new LinkedHashMap<>();
        List<UnitConfig> units = new ArrayList<>();
        for (String zone : ZONES) {
            links.put(speaker(zone), "loop:" + speaker(zone));
            units.add(
                    new UnitConfig(
                            speaker(zone),
                            "ssip",
                            speaker(zone),
                            null,
                            Map.of("synthesizer", "none", "player", "none"),
                            null,
                            zone,
                            true));
        }
        return device(data, BOARD, Role.BOARD, links, units, screens);
    }

    private static String speaker(String zone) {
        return "speaker-" + zone;
    }

    private static UnitConfig unit(
            String id,
            String driver,
            String link,
            @Nullable String address,
            @Nullable Integer window) {
        return new UnitConfig(id, driver, link, address, Map.of(), window, null, true);
    }

    /** A call pad with its evaluator. */
    private static UnitConfig pad(String address, int window) {
        return new UnitConfig(
                padAt(window),
                "ff68",
                "pads",
                address,
                // The default of a minute is longer than anybody watches a demo for.
                Map.of("levels", DemoPeripherals.LEVELS, "garbled-within", "5"),
                window,
                null,
                true);
    }

    private void pages(
            Settings settings, HallApp hall, DemoPeripherals peripherals, Workshop workshop)
            throws IOException {
        List<HallPages.Picture> pictures = new ArrayList<>();
        pictures.add(new HallPages.Picture("demo.paper", "", "/demo/paper.png"));
        for (int window = 1; window <= 3; window++) {
            pictures.add(
                    new HallPages.Picture(
                            "demo.panel",
                            Integer.toString(window),
                            "/demo/panel-" + window + ".png"));
        }
        Accounts people = accounts();
        HallWeb web =
                keep(
                        new HallWeb(
                                hall,
                                new HallWeb.Setup(
                                        WebServer.Settings.loopback(settings.http()),
                                        () -> people,
                                        Doorkeeper.Without.DEMO,
                                        ZONE,
                                        LANGUAGE,
                                        workshop,
                                        Optional.of(
                                                new HallWeb.Demo(
                                                        new HallPages.Demo(DISPENSER, pictures),
                                                        new DemoPresses(devices, peripherals))),
                                        List.of(
                                                new DemoPictures(
                                                        directory, DISPENSER, peripherals.faces()),
                                                new DemoCaptions(
                                                        device(BOARD),
                                                        new SayCodec(new Json(ZONE)))),
                                        ids,
                                        random,
                                        new LoginFile(
                                                directory.resolve("data/hall/logins"), clock))));
        httpPort = web.start();
    }

    /** People to try the login with; their passwords are new at every start and are printed. */
    private Accounts accounts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Account account : PEOPLE) {
            byte[] secret = new byte[LOGIN_BYTES];
            byte[] salt = new byte[PASSWORD_BYTES];
            random.nextBytes(secret);
            random.nextBytes(salt);
            String password = HexFormat.of().formatHex(secret);
            logins.put(account.name(), password);
            lines.add(
                    Accounts.line(
                            account,
                            password.getBytes(StandardCharsets.US_ASCII),
                            salt,
                            HASH_ITERATIONS));
        }
        return Accounts.parse(lines, "the demo's people");
    }

    /** Who may try the login: names and passwords. */
    public Map<String, String> logins() {
        return Collections.unmodifiableMap(logins);
    }

    private DeviceApp device(String name) {
        DeviceApp device = devices.get(name);
        if (device == null) {
            throw new IllegalStateException("The demo has no " + name);
        }
        return device;
    }

    private static Path folder(Path path) throws IOException {
        return Files.createDirectories(path);
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** The port of the hall's page. */
    public int httpPort() {
        return httpPort;
    }

    /** The port of the center's page. */
    public int centerPort() {
        return centerPort;
    }

    /** Stops everything, the last one first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                System.getLogger(Demo.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                () -> "A part of the demo did not stop in order: " + part,
                                e);
            }
        }
    }
}
