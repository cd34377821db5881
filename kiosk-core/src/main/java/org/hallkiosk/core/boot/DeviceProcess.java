package org.hallkiosk.core.boot;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hallkiosk.core.bus.BrokerTls;
import org.hallkiosk.core.bus.EmbeddedBroker;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.health.DeviceHealth;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.text.IoReason;
import org.hallkiosk.core.web.login.LoginFile;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import org.jspecify.annotations.Nullable;

/**
 * One device as a process, as its {@code device.yaml} says.
 *
 * <p>It knows nothing of command lines: reading them costs a third of a device's start, because the
 * library's old class files are not taken into an AOT cache.
 */
final class DeviceProcess {

    private static final Set<Role> NOT_YET = EnumSet.of(Role.TERMINAL, Role.ZONE24);

    private final Path file;
    private final PrintWriter out;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Longer than a hall waits for its center's answer after a restore. */
    private static final Duration SERVES_WITHIN = Duration.ofSeconds(20);

    /** By then the first screen stands, and hardly anybody has a ticket in his hand. */
    private static final Duration GLYPHS_AFTER = Duration.ofSeconds(3);

    private final InstantSource clock = UntilStopped.clock();
    private final SecureRandom random = new SecureRandom();
    private final Ids ids = new TimeOrderedIds(clock, random);
    private @Nullable HallApp serving;
    private final LocalWorkshop workshop = new LocalWorkshop(unit -> List.of());

    /**
     * Makes it; {@link #run} runs it.
     *
     * @param file the {@code device.yaml}
     * @param out where it says that it is ready
     */
    DeviceProcess(Path file, PrintWriter out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Runs until the process is asked to stop.
     *
     * @return the process's exit code
     * @throws CommandFailure when the device cannot start; its message is for whoever started it
     */
    int run() throws InterruptedException {
        try (UntilStopped process = new UntilStopped()) {
            DeviceConfig config = DeviceConfig.read(file);
            Optional<Screens> screens =
                    config.screens().isEmpty() ? Optional.empty() : Screens.installed();
            // It takes longer than all the rest of the start: it goes on beside that.
            screens.ifPresent(
                    made -> Thread.ofPlatform().name("screens").daemon(true).start(made::warm));
            try {
                start(config, screens);
                if (serving != null && !serving.awaitService(SERVES_WITHIN)) {
                    out.println(
                            "The hall does not serve yet: "
                                    + serving.role().health().notReady().orElse("it begins"));
                }
                out.println("ready");
                out.flush();
                process.await();
                return 0;
            } finally {
                close();
            }
        } catch (UnusableConfig e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure("The device cannot start: " + IoReason.of(e) + ".");
        }
    }

    private void start(DeviceConfig config, Optional<Screens> screens) throws IOException {
        for (Role role : config.roles()) {
            if (NOT_YET.contains(role)) {
                throw new CommandFailure(
                        "The role "
                                + role.word()
                                + " is not there yet. Take it out of roles in "
                                + file
                                + ".");
            }
        }
        keep(DataDirectory.open(config.data()));
        HallApp hall = config.setup() == null ? null : hall(config, config.setup());
        serving = hall;
        DeviceApp device = device(config, screens);
        if (hall != null) {
            // The hall's computer is a device, too: its status says what is wrong with the hall.
            hall.strand()
                    .execute(
                            () -> {
                                DeviceHealth health = hall.role().health().device();
                                health.onChange(() -> device.report("hall", health.faults()));
                                device.report("hall", health.faults());
                            });
        }
    }

    private HallApp hall(DeviceConfig config, HallSetup setup) throws IOException {
        if (setup.broker() != null) {
            broker(config, setup.broker());
        }
        HallApp hall =
                keep(
                        new HallApp(
                                config.hall(),
                                config.zone(),
                                Locale.SIMPLIFIED_CHINESE,
                                new HallRole.Initial(
                                        setup.initial().config(), setup.initial().staff()),
                                false,
                                new HallApp.World(
                                        Brokers.access(
                                                new BusAccess(
                                                        config.bus().addresses(),
                                                        config.bus().caFile(),
                                                        setup.login()),
                                                config.hall(),
                                                random),
                                        setup.center() == null
                                                ? (strand, counter) -> new NoBus()
                                                : Brokers.access(
                                                        setup.center(), config.hall(), random),
                                        clock,
                                        ids,
                                        random,
                                        Files.createDirectories(config.data().resolve("hall")),
                                        Files.createDirectories(config.data().resolve("backup")))));
        hall.start();
        PagesAccess access = PagesAccess.of(config.http());
        HallWeb web =
                keep(
                        new HallWeb(
                                hall,
                                new HallWeb.Setup(
                                        access.server(),
                                        access.accounts(),
                                        access.without(),
                                        config.zone(),
                                        Locale.SIMPLIFIED_CHINESE,
                                        workshop,
                                        Optional.empty(),
                                        List.of(),
                                        ids,
                                        random,
                                        new LoginFile(config.data().resolve("logins"), clock))));
        int port = web.start();
        out.println("  the hall     " + access.url(port));
        return hall;
    }

    private void broker(DeviceConfig config, HallSetup.Broker broker) throws IOException {
        EmbeddedBroker.Provider provider =
                EmbeddedBroker.provider()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                "The embedded broker is not part of this"
                                                        + " installation."));
        keep(
                provider.start(
                        new EmbeddedBroker.Settings(
                                broker.bind(),
                                broker.port(),
                                Permissions.ofHall(config.hall(), false),
                                broker.passwordsFile() == null
                                        ? Passwords.none()
                                        : Passwords.read(broker.passwordsFile()),
                                Optional.ofNullable(broker.certificate())
                                        .map(
                                                own ->
                                                        new BrokerTls(
                                                                own,
                                                                Optional.ofNullable(
                                                                        broker.clientCaFile()))),
                                config.data().resolve("broker"))));
    }

    private DeviceApp device(DeviceConfig config, Optional<Screens> screens) throws IOException {
        ThreadStrand wires = keep(new ThreadStrand("loop-wires", clock));
        SystemLinks links = keep(new SystemLinks(new LocalLinks(wires)));
        FontGlyphs glyphs = new FontGlyphs();
        DeviceApp device =
                keep(
                        new DeviceApp(
                                config,
                                new DeviceApp.World(
                                        links,
                                        Brokers.access(config.bus(), config.device(), random),
                                        clock,
                                        ids,
                                        random,
                                        glyphs,
                                        Troubles.NONE,
                                        screens)));
        workshop.add(device);
        device.start();
        if (config.roles().contains(Role.DISPENSER) || config.roles().contains(Role.WINDOW)) {
            // Only rare characters need a font, and opening it takes half a second: it does not
            // take that from the start.
            device.strand()
                    .after(
                            GLYPHS_AFTER,
                            () ->
                                    Thread.ofPlatform()
                                            .name("glyphs")
                                            .daemon(true)
                                            .start(glyphs::warm));
        }
        return device;
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(DeviceProcess.class.getName())
                        .log(System.Logger.Level.WARNING, "A part did not stop in order", e);
            }
        }
    }
}
