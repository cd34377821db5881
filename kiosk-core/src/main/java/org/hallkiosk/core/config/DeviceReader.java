package org.hallkiosk.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hallkiosk.core.port.screen.Screens;
import org.jspecify.annotations.Nullable;

/** Reads a device.yaml. */
final class DeviceReader {

    private static final int MOST_DOTS = 65_535;
    private static final int DEFAULT_BROKER_PORT = 8883;

    private DeviceReader() {}

    static DeviceConfig read(Section root) {
        Section identity = root.section("identity");
        String device = identity.name("device");
        String hall = identity.name("hall");
        if (!device.isEmpty() && device.equals(hall)) {
            identity.problem(
                    "device",
                    "'" + device + "' is the hall's own name.",
                    "Give the device another name.");
        }
        identity.refuseUnknownKeys();
        ZoneId zone = Parts.zone(root);
        Path data = Parts.data(root);
        Set<Role> roles = roles(root);
        BusAccess bus = Parts.bus(root.section("bus"));
        Map<String, String> links = root.textsByName("links");
        List<UnitConfig> units = root.sections("units", DeviceReader::unit);
        check(root, links, units);
        List<ScreenConfig> screens =
                root.sections("screens", section -> screen(section, device, roles));
        return new DeviceConfig(
                device,
                hall,
                zone,
                data,
                roles,
                bus,
                links,
                units,
                screens,
                staffPictures(root),
                Parts.http(root),
                setup(root, roles));
    }

    private static @Nullable Path staffPictures(Section root) {
        if (!root.has("staffPictures")) {
            return null;
        }
        Path folder = root.path("staffPictures", "");
        if (!Files.isDirectory(folder)) {
            root.problem(
                    "staffPictures",
                    "There is no folder " + folder + ".",
                    "Make it, and put pictures named <staff number>.jpg into it.");
        }
        return folder;
    }

    private static Set<Role> roles(Section root) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> words = root.texts("roles");
        for (String word : words) {
            Stream.of(Role.values())
                    .filter(role -> role.word().equals(word))
                    .findFirst()
                    .ifPresentOrElse(
                            roles::add,
                            () ->
                                    root.problem(
                                            "roles",
                                            "There is no role '" + word + "'.",
                                            "Known are: " + roleWords() + "."));
        }
        if (words.isEmpty()) {
            root.problem(
                    "roles",
                    "The device has no role.",
                    "List one or more of: " + roleWords() + ".");
        }
        return roles;
    }

    private static String roleWords() {
        return Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", "));
    }

    private static UnitConfig unit(Section unit) {
        return new UnitConfig(
                unit.name("id"),
                unit.text("driver", "Name a driver; ./kiosk devices lists them."),
                unit.text("link", "Name one of the links."),
                unit.optionalText("address"),
                unit.textsByName("options"),
                unit.has("window") ? unit.integer("window", 1, 999, null) : null,
                unit.optionalText("place"),
                unit.bool("simulated", false));
    }

    private static ScreenConfig screen(Section screen, String device, Set<Role> roles) {
        String word = screen.text("shows", "Known are: dispenser, window, evaluator, board.");
        ScreenConfig.Shows shows =
                Stream.of(ScreenConfig.Shows.values())
                        .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElse(null);
        if (shows == null) {
            screen.problem(
                    "shows",
                    "There is no screen for '" + word + "'.",
                    "Known are: dispenser, window, evaluator, board.");
            shows = ScreenConfig.Shows.BOARD;
        } else if (!roles.contains(shows.role())) {
            screen.problem(
                    "shows",
                    "The device has not the role '" + shows.role().word() + "'.",
                    "Add it to roles, or take this screen away.");
        }
        boolean needsWindow = shows.role() == Role.WINDOW;
        Integer window = screen.has("window") ? screen.integer("window", 1, 999, null) : null;
        if (needsWindow != (window != null)) {
            screen.problem(
                    "window",
                    needsWindow
                            ? "The screen does not say which window it serves."
                            : "Only a screen of a window has this.",
                    needsWindow ? "Give the window's number." : "Take it away.");
        }
        int display = screen.integer("display", 0, 15, 0);
        Optional<Screens.Area> area = screen.optionalSection("area").map(DeviceReader::area);
        String title = device + " " + word + (window == null ? "" : " " + window);
        return new ScreenConfig(shows, window, new Screens.Placement(title, display, area, false));
    }

    private static Screens.Area area(Section area) {
        Screens.Area read =
                new Screens.Area(
                        area.integer("x", 0, MOST_DOTS, 0),
                        area.integer("y", 0, MOST_DOTS, 0),
                        area.integer("width", 1, MOST_DOTS, null),
                        area.integer("height", 1, MOST_DOTS, null));
        area.refuseUnknownKeys();
        return read;
    }

    private static void check(Section root, Map<String, String> links, List<UnitConfig> units) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < units.size(); i++) {
            UnitConfig unit = units.get(i);
            String where = "units[" + i + "]";
            if (!unit.id().isEmpty() && !ids.add(unit.id())) {
                root.problem(
                        "units",
                        where + ": the id '" + unit.id() + "' stands twice.",
                        "Give each unit a name of its own.");
            }
            if (!unit.link().isEmpty() && !links.containsKey(unit.link())) {
                root.problem(
                        "units",
                        where + ": there is no link '" + unit.link() + "'.",
                        "Known are: " + String.join(", ", links.keySet()) + ".");
            }
        }
    }

    private static @Nullable HallSetup setup(Section root, Set<Role> roles) {
        boolean isHall = roles.contains(Role.HALL);
        if (!isHall) {
            if (root.has("hall")) {
                root.problem(
                        "hall",
                        "Only a device with the role hall has this section.",
                        "Take it away, or add the role.");
            }
            return null;
        }
        Section hall = root.section("hall");
        Section login = hall.section("login");
        HallSetup setup =
                new HallSetup(
                        HallReader.read(hall.section("initial")),
                        Parts.login(login),
                        hall.optionalSection("broker").map(DeviceReader::broker).orElse(null),
                        hall.optionalSection("center").map(Parts::bus).orElse(null));
        login.refuseUnknownKeys();
        hall.refuseUnknownKeys();
        return setup;
    }

    private static HallSetup.Broker broker(Section broker) {
        String bind = broker.has("bind") ? broker.text("bind", "") : "127.0.0.1";
        int port = broker.integer("port", 0, 65_535, DEFAULT_BROKER_PORT);
        CertificateFiles certificate = Parts.certificate(broker);
        Path clientCaFile = broker.optionalFile("clientCaFile");
        Path passwordsFile = broker.optionalSecret("passwordsFile");
        Parts.needCertificateBeyondLoopback(broker, bind, certificate);
        if (clientCaFile == null && passwordsFile == null) {
            broker.problem(
                    "passwordsFile",
                    "Nobody could log in.",
                    "Name a passwordsFile or a clientCaFile.");
        }
        broker.refuseUnknownKeys();
        return new HallSetup.Broker(bind, port, certificate, clientCaFile, passwordsFile);
    }
}
