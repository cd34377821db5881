package org.hallkiosk.core.boot;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.core.text.IoReason;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.FaultText;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkPreflight;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.spi.Preflight;
import org.hallkiosk.hal.time.ThreadStrand;
import picocli.CommandLine;

/**
 * {@code ./kiosk check}: what is missing on this device, and how to mend it. It looks at files
 * first; when they are well and the device is not running, it opens every peripheral and asks how
 * it is. It prints nothing on paper and does not log in at the hall.
 */
@CommandLine.Command(
        name = "check",
        description = "检查设备 what is missing on this device, and how to mend it",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Command {

    private static final int WELL = 0;
    private static final int WRONG = 1;
    private static final int UNUSABLE = 2;

    private static final Locale LANGUAGE = Locale.SIMPLIFIED_CHINESE;

    /** Longer than any driver needs to find out that its device is silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @CommandLine.Option(names = "--config", paramLabel = "FILE", required = true)
    private Path file = Path.of("device.yaml");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private int wrong;

    @Override
    public Integer call() throws InterruptedException {
        DeviceConfig config;
        try {
            config = DeviceConfig.read(file);
        } catch (UnusableConfig e) {
            say(Objects.requireNonNull(e.getMessage()));
            return UNUSABLE;
        }
        drivers(config);
        links(config);
        secrets(config);
        if (isRunning(config)) {
            say("The device is running: its ports and peripherals were not tried.");
        } else {
            ports(config);
            if (wrong == 0) {
                peripherals(config);
            }
        }
        say(config.device() + ": " + (wrong == 0 ? "all well" : wrong + " to mend"));
        return wrong == 0 ? WELL : WRONG;
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }

    private void wrong(String sentence) {
        wrong++;
        say(sentence);
    }

    private void wrong(String where, FaultCode code, Map<String, String> args) {
        FaultText text = FaultText.of(code, args, LANGUAGE);
        wrong(where + ": " + text.technician() + " " + text.action());
    }

    private void drivers(DeviceConfig config) {
        DriverRegistry registry = DriverRegistry.load();
        boolean printer = false;
        for (UnitConfig unit : config.units()) {
            Map<String, String> options = new HashMap<>(unit.options());
            if (unit.address() != null) {
                options.put("address", unit.address());
            }
            try {
                DriverProvider driver = registry.driver(unit.driver());
                printer |= driver.role() == TicketPrinter.class;
                driver.inspect(DriverRegistry.options(driver, options))
                        .forEach(
                                finding ->
                                        wrong("unit " + unit.id(), finding.code(), finding.args()));
            } catch (IllegalArgumentException e) {
                wrong("unit " + unit.id() + ": " + e.getMessage());
            }
        }
        if (config.roles().contains(Role.DISPENSER) && !printer) {
            wrong(
                    "roles: a dispenser needs a ticket printer among its units, and there is none."
                            + " Describe it, or take the role away.");
        }
    }

    private void links(DeviceConfig config) {
        Preflight preflight = new LinkPreflight(Path.of("/"), System.getProperty("user.name"));
        config.links()
                .forEach(
                        (name, text) -> {
                            try {
                                LinkAddress address = LinkAddress.parse(text);
                                findings(config, name, address, preflight)
                                        .forEach(
                                                finding ->
                                                        wrong(
                                                                "link " + name,
                                                                finding.code(),
                                                                finding.args()));
                            } catch (IllegalArgumentException e) {
                                wrong("link " + name + ": " + e.getMessage());
                            }
                        });
    }

    /** Reads passwords and certificates as {@code run} does, and forgets them. */
    private void secrets(DeviceConfig config) {
        readable("bus", config.bus(), config.device());
        HallSetup setup = config.setup();
        if (setup == null) {
            return;
        }
        if (setup.center() != null) {
            readable("hall.center", setup.center(), config.hall());
        }
        if (setup.broker() != null && setup.broker().passwordsFile() != null) {
            try {
                Passwords passwords = Passwords.read(setup.broker().passwordsFile());
                if (!passwords.knows(config.hall())) {
                    wrong(
                            "hall.broker.passwordsFile: the hall itself ("
                                    + config.hall()
                                    + ") is not in it. Add it with mosquitto_passwd.");
                }
            } catch (IOException e) {
                wrong(
                        "hall.broker.passwordsFile: "
                                + IoReason.of(e)
                                + ". Each line is made by mosquitto_passwd.");
            }
        }
    }

    private void readable(String where, BusAccess access, String identity) {
        try {
            var _ = Brokers.access(access, identity, new SecureRandom());
        } catch (IOException e) {
            wrong(where + ": " + IoReason.of(e) + ". Put the right file there.");
        }
    }

    /** Looks at the data folder, and whether a process holds it. */
    private boolean isRunning(DeviceConfig config) {
        Path there = config.data().toAbsolutePath();
        while (!Files.exists(there)) {
            there = Objects.requireNonNull(there.getParent(), "the root folder");
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            wrong(
                    "data: this user cannot write in "
                            + there
                            + ". Give it that folder, or another.");
            return false;
        }
        try {
            return DataDirectory.isHeld(config.data());
        } catch (IOException e) {
            wrong("data: " + IoReason.of(e) + ". Run this as the user of the service.");
            return false;
        }
    }

    private void ports(DeviceConfig config) {
        HallSetup setup = config.setup();
        if (setup == null) {
            return;
        }
        free("http.port", config.http().bind(), config.http().port());
        if (setup.broker() != null) {
            free("hall.broker.port", setup.broker().bind(), setup.broker().port());
        }
    }

    private void free(String where, String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            wrong(
                    where
                            + ": "
                            + host
                            + ":"
                            + port
                            + ": "
                            + IoReason.of(e)
                            + ". Stop the program that has it, or choose another.");
        }
    }

    /** Opens every unit and asks how it is. */
    private void peripherals(DeviceConfig config) throws InterruptedException {
        if (config.units().isEmpty()) {
            return;
        }
        InstantSource clock = UntilStopped.clock();
        try (ThreadStrand wires = new ThreadStrand("loop-wires", clock);
                SystemLinks links = new SystemLinks(new LocalLinks(wires));
                Peripherals peripherals =
                        new Peripherals(
                                config, links, new FontGlyphs(), clock, new SecureRandom())) {
            Map<Device, CompletableFuture<DeviceStatus>> answers = new LinkedHashMap<>();
            for (Devices.Unit unit : peripherals.devices().all()) {
                CompletableFuture<DeviceStatus> answer = new CompletableFuture<>();
                answers.put(unit.device(), answer);
                unit.strand().execute(() -> unit.device().onStatus(s -> judge(s, answer)));
            }
            peripherals.devices().open();
            for (Map.Entry<Device, CompletableFuture<DeviceStatus>> unit : answers.entrySet()) {
                tell(unit.getKey(), unit.getValue());
            }
        } catch (CommandFailure e) {
            wrong(String.valueOf(e.getMessage()));
        }
    }

    /** A status tells enough when it names a fault, or the device has said what it can do. */
    private static void judge(DeviceStatus status, CompletableFuture<DeviceStatus> answer) {
        boolean said =
                status.connection().value() == DeviceStatus.Connection.CONNECTED
                        && status.operation().value() != DeviceStatus.Operation.UNKNOWN;
        if (said || !status.faults().isEmpty()) {
            answer.complete(status);
        }
    }

    private void tell(Device device, CompletableFuture<DeviceStatus> answer)
            throws InterruptedException {
        String where = "unit " + device.id();
        try {
            DeviceStatus status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (Fault fault : status.faults()) {
                wrong(where, fault.code(), fault.args());
            }
        } catch (TimeoutException | ExecutionException e) {
            DeviceStatus status = device.status();
            if (status.connection().value() == DeviceStatus.Connection.CONNECTED
                    && status.faults().isEmpty()) {
                // A driver that asks its device has found the silence to be a fault by now.
                say(
                        where
                                + ": its line is open; it speaks only when somebody uses it. Use it"
                                + " once and look at its status.");
                return;
            }
            wrong(
                    where
                            + ": it said nothing within "
                            + PATIENCE.toSeconds()
                            + " s. Check cable, power and speed.");
        }
    }

    /** What is wrong with a link as such, and for those who are on it. */
    private static List<Preflight.Finding> findings(
            DeviceConfig config, String link, LinkAddress address, Preflight preflight) {
        List<Preflight.Finding> findings = new ArrayList<>(preflight.inspect(address));
        Set<String> drivers = new HashSet<>();
        for (UnitConfig unit : config.units()) {
            if (unit.link().equals(link)) {
                drivers.add(unit.driver());
            }
        }
        DriverRegistry.load().all().stream()
                .filter(driver -> drivers.contains(driver.name()))
                .forEach(driver -> findings.addAll(driver.inspect(address)));
        return findings;
    }
}
