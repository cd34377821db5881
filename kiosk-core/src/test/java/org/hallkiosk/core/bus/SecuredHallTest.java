package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hallkiosk.core.config.CertificateFiles;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceNotice.FaultNotice;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.NoticeCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./kiosk run} of a hall as it stands outside the demo, as a process: the embedded broker
 * with a certificate, the hall in by password, its computer by certificate. What it says is read at
 * the center's broker.
 */
class SecuredHallTest {

    private static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);
    private static final Topics TOPICS = new Topics("h1");
    private static final NoticeCodec NOTICES = new NoticeCodec(new Json(ZoneId.of("UTC")));

    @TempDir Path directory;

    private String write(String name, String text) throws Exception {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    @Test
    void theHallsComputerSaysWhatIsWrongWithTheHall() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority");
        CertificateFiles broker = authority.sign("broker");
        CertificateFiles computer = authority.sign("hall-1");
        Files.setPosixFilePermissions(broker.key(), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(computer.key(), PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedBroker center = centersBroker();
                FaultProxy uplink = new FaultProxy(center.port());
                Peer watcher = center(center.port())) {
            watcher.await(Peer.Event.Connected.class);
            String config = configuration(authority, broker, computer, uplink.port());
            Process hall = start(config);
            try {
                assertThat(await(watcher, DeviceNotice.State.ONLINE).roles())
                        .containsExactly("hall");
                uplink.mode(FaultProxy.Mode.CUT);
                // The will of the hall's link, after ten seconds.
                watcher.await(
                        Peer.Event.Received.class,
                        e ->
                                e.topic().equals(TOPICS.link())
                                        && e.text().contains("\"state\":\"offline\""));
                uplink.mode(FaultProxy.Mode.PASS);
                assertThat(await(watcher, DeviceNotice.State.DEGRADED).faults())
                        .extracting(FaultNotice::code)
                        .containsExactly("center.unreachable");
                assertThat(await(watcher, DeviceNotice.State.ONLINE).faults()).isEmpty();
            } finally {
                hall.destroy();
                if (!hall.waitFor(30, TimeUnit.SECONDS)) {
                    hall.destroyForcibly();
                }
            }
        }
    }

    /** Waits until the hall's computer is said to be in a state. */
    private static DeviceNotice await(Peer watcher, DeviceNotice.State state)
            throws InterruptedException {
        List<DeviceNotice> found = new ArrayList<>();
        watcher.await(
                Peer.Event.Received.class,
                e -> {
                    if (e.topic().equals(TOPICS.deviceStatus("hall-1"))
                            && NOTICES.decodeDevice(e.message().payload())
                                    instanceof Decoded.Good<DeviceNotice>(DeviceNotice notice)
                            && notice.state() == state) {
                        found.add(notice);
                    }
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    private EmbeddedBroker centersBroker() throws Exception {
        return EmbeddedBroker.provider()
                .orElseThrow()
                .start(
                        new EmbeddedBroker.Settings(
                                "127.0.0.1",
                                0,
                                Permissions.ofCenter("center"),
                                Passwords.of(
                                        Map.of("center", PASSWORD, "h1", PASSWORD), new Random(1)),
                                Optional.empty(),
                                directory.resolve("center")));
    }

    private static Peer center(int port) {
        return new Peer(
                new MqttSettings(
                        "center",
                        List.of(new MqttSettings.Address("127.0.0.1", port)),
                        Optional.of(PASSWORD),
                        Optional.empty(),
                        Peer.QUICK),
                false,
                "hk/1/h1/link",
                "hk/1/h1/device/+/status");
    }

    private String configuration(
            TestAuthority authority, CertificateFiles broker, CertificateFiles computer, int center)
            throws Exception {
        int port = EmbeddedBusTest.freePort();
        String password = write("hall.password", new String(PASSWORD, UTF_8) + "\n");
        return write(
                "device.yaml",
                """
                        identity: {device: hall-1, hall: h1}
                        data: data
                        roles: [hall]
                        bus:
                          addresses: ["mqtts://127.0.0.1:%1$d"]
                          caFile: %2$s
                          certificateFile: %3$s
                          keyFile: %4$s
                        http: {port: 0}
                        hall:
                          login: {passwordFile: %5$s}
                          broker:
                            port: %1$d
                            certificateFile: %6$s
                            keyFile: %7$s
                            clientCaFile: %2$s
                            passwordsFile: %8$s
                          center:
                            addresses: ["mqtt://127.0.0.1:%9$d"]
                            passwordFile: %5$s
                          initial:
                            name: 测试大厅
                            areas: [{id: east, name: 东区, floor: 1F}]
                            categories: [{id: general, name: 综合, prefix: A, area: east}]
                            windows: [{no: 1, label: 一号, categories: [general]}]
                            hours: [{day: monday, from: "09:00", to: "17:00"}]
                            staff: [{no: "7", name: 王芳, title: 窗口工作人员}]
                        """
                        .formatted(
                                port,
                                authority.certificate(),
                                computer.certificate(),
                                computer.key(),
                                password,
                                broker.certificate(),
                                broker.key(),
                                write(
                                        "broker.passwords",
                                        Passwords.line("h1", PASSWORD, new byte[12], 101)),
                                center));
    }

    /** Returns when it is ready. */
    private static Process start(String config) throws IOException {
        Process hall =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.hallkiosk.core.boot.Main",
                                "run",
                                "--config",
                                config)
                        .redirectErrorStream(true)
                        .start();
        BufferedReader said = hall.inputReader(UTF_8);
        List<String> all = new ArrayList<>();
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            assertThat(line).as("the process ended, having said %s", all).isNotNull();
            all.add(line);
        }
        return hall;
    }
}
