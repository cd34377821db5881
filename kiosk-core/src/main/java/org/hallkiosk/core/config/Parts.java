package org.hallkiosk.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts that device.yaml and center.yaml share. */
final class Parts {

    /** The service halls are all in one zone; {@code zone} overrides it. */
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Shanghai");

    private static final int DEFAULT_HTTP_PORT = 8080;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", LOOPBACK, "::1", "[::1]");

    private Parts() {}

    static ZoneId zone(Section root) {
        return root.parsed("zone", "a zone such as Asia/Shanghai", DEFAULT_ZONE, ZoneId::of);
    }

    static Path data(Section root) {
        return root.path("data", "Name a directory on a disk that survives power loss.");
    }

    static BusAccess bus(Section bus) {
        List<URI> addresses = new ArrayList<>();
        List<String> texts = bus.texts("addresses");
        for (String text : texts) {
            URI address = address(text);
            if (address == null) {
                bus.problem(
                        "addresses",
                        "'" + text + "' is not an address of a broker.",
                        "Write mqtts://host:port.");
            } else if (address.getScheme().equals("mqtt") && !isLoopback(address.getHost())) {
                bus.problem(
                        "addresses",
                        "'" + text + "' would send passwords in clear through the network.",
                        "Use mqtts://, or a broker on this computer.");
            } else {
                addresses.add(address);
            }
        }
        if (texts.isEmpty()) {
            bus.problem("addresses", "There is no broker.", "List at least one mqtts://host:port.");
        }
        if (addresses.stream().map(URI::getScheme).distinct().count() > 1) {
            bus.problem(
                    "addresses",
                    "Some brokers are reached with encryption and some without.",
                    "Use mqtts:// for all of them.");
        }
        Path caFile = bus.optionalFile("caFile");
        Login login = login(bus);
        bus.refuseUnknownKeys();
        return new BusAccess(addresses, caFile, login);
    }

    /** A login; the section may hold other keys besides. */
    static Login login(Section section) {
        Path passwordFile = section.optionalSecret("passwordFile");
        CertificateFiles certificate = certificate(section);
        if (passwordFile == null && certificate == null) {
            section.problem(
                    "passwordFile",
                    "Nobody logs in without proof.",
                    "Name a passwordFile, or a certificateFile and a keyFile.");
        }
        return new Login(passwordFile, certificate);
    }

    static @Nullable CertificateFiles certificate(Section section) {
        Path certificateFile = section.optionalFile("certificateFile");
        Path keyFile = section.optionalSecret("keyFile");
        if (certificateFile != null && keyFile != null) {
            return new CertificateFiles(certificateFile, keyFile);
        }
        if (certificateFile != null || keyFile != null) {
            section.problem(
                    certificateFile == null ? "certificateFile" : "keyFile",
                    "A certificate needs its key, and a key its certificate.",
                    "Name both files.");
        }
        return null;
    }

    static HttpConfig http(Section root) {
        if (!root.has("http")) {
            return new HttpConfig(LOOPBACK, DEFAULT_HTTP_PORT, List.of(), null, null);
        }
        Section http = root.section("http");
        String bind = http.has("bind") ? http.text("bind", "") : LOOPBACK;
        int port = http.integer("port", 0, 65_535, DEFAULT_HTTP_PORT);
        List<String> names = http.texts("names");
        CertificateFiles certificate = certificate(http);
        needCertificateBeyondLoopback(http, bind, certificate);
        Path usersFile = http.optionalSecret("usersFile");
        if (!isLoopback(bind) && usersFile == null) {
            http.problem(
                    "usersFile",
                    "Everybody in the network could look at the pages of '" + bind + "'.",
                    "Name a usersFile (./kiosk user makes one), or bind to 127.0.0.1.");
        }
        http.refuseUnknownKeys();
        return new HttpConfig(bind, port, names, certificate, usersFile);
    }

    static void needCertificateBeyondLoopback(
            Section section, String bind, @Nullable CertificateFiles certificate) {
        if (!isLoopback(bind) && certificate == null) {
            section.problem(
                    "bind",
                    "'" + bind + "' can be reached from the network, without encryption.",
                    "Name a certificateFile and a keyFile, or bind to 127.0.0.1.");
        }
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK_NAMES.contains(host);
    }

    private static @Nullable URI address(String text) {
        try {
            URI address = new URI(text).parseServerAuthority();
            boolean complete =
                    Set.of("mqtt", "mqtts").contains(Objects.toString(address.getScheme()))
                            && address.getHost() != null
                            && address.getPort() > 0;
            boolean bare = address.getUserInfo() == null && "".equals(address.getRawPath());
            return complete && bare ? address : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
