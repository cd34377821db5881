package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.core.config.CertificateFiles;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.testkit.ExpectLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Brokers as they stand in a hall, with TLS from PEM files: who gets in and as whom. The embedded
 * broker takes certificates and passwords at one port; of Mosquitto there is one for each.
 */
class SecuredBrokerTest {

    private static final Topics TOPICS = new Topics("h1");

    @TempDir static Path directory;
    private static TestAuthority hallAuthority;
    private static TestAuthority foreignAuthority;
    private static EmbeddedBroker embedded;
    private static Mosquitto forCertificates;
    private static Mosquitto forPasswords;

    @BeforeAll
    static void startBrokers() throws Exception {
        hallAuthority = new TestAuthority(directory, "authority");
        foreignAuthority = new TestAuthority(directory, "foreign");
        CertificateFiles own = hallAuthority.sign("broker");
        Optional<BrokerTls> both =
                Optional.of(new BrokerTls(own, Optional.of(hallAuthority.certificate())));
        Map<String, byte[]> passwords = new HashMap<>();
        TestBroker.PASSWORDS.forEach((n, password) -> passwords.put(n, password.getBytes(UTF_8)));
        embedded =
                EmbeddedBroker.provider()
                        .orElseThrow()
                        .start(
                                new EmbeddedBroker.Settings(
                                        "127.0.0.1",
                                        0,
                                        Permissions.ofHall("h1", false),
                                        Passwords.of(passwords, new Random(5)),
                                        both,
                                        directory.resolve("embedded")));
        forCertificates = new Mosquitto(folder("certificates"), both, List.of());
        forPasswords =
                new Mosquitto(
                        folder("passwords"),
                        Optional.of(new BrokerTls(own, Optional.empty())),
                        List.of());
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @AfterAll
    static void stopBrokers() {
        embedded.close();
        forCertificates.close();
        forPasswords.close();
    }

    static Stream<Named<Integer>> takesCertificates() {
        return Stream.of(
                Named.of("embedded", embedded.port()),
                Named.of("Mosquitto", forCertificates.port()));
    }

    static Stream<Named<Integer>> takesPasswords() {
        return Stream.of(
                Named.of("embedded", embedded.port()), Named.of("Mosquitto", forPasswords.port()));
    }

    static Stream<Named<Integer>> all() {
        return Stream.of(
                Named.of("embedded", embedded.port()),
                Named.of("Mosquitto for certificates", forCertificates.port()),
                Named.of("Mosquitto for passwords", forPasswords.port()));
    }

    private static Peer peer(
            String identity,
            int port,
            Path trusted,
            @Nullable CertificateFiles own,
            @Nullable String password,
            String... filters)
            throws IOException {
        return new Peer(
                new MqttSettings(
                        identity,
                        List.of(new MqttSettings.Address("127.0.0.1", port)),
                        Optional.ofNullable(password).map(p -> p.getBytes(UTF_8)),
                        Optional.of(TlsFiles.client(trusted, own)),
                        Peer.QUICK),
                filters);
    }

    @ParameterizedTest
    @MethodSource("takesCertificates")
    @ExpectLog(value = "d2 needs a person: NOT_AUTHORIZED", required = false)
    void commonNameIsTheIdentity(int port) throws Exception {
        Path trusted = hallAuthority.certificate();
        CertificateFiles ofD1 = hallAuthority.sign("d1");
        try (Peer hall = peer("h1", port, trusted, hallAuthority.sign("h1"), null, "hk/1/h1/#");
                Peer device = peer("d1", port, trusted, ofD1, null)) {
            hall.await(Peer.Event.Connected.class);
            device.await(Peer.Event.Connected.class);
            device.tell(TOPICS.deviceRequest("d1", "ticket.take"), "by certificate");
            hall.awaitText("by certificate");
        }
        // With the certificate of d1 nobody is d2: the embedded broker does not let it in, for
        // Mosquitto it is d1.
        try (Peer hall = peer("h1", port, trusted, hallAuthority.sign("h1"), null, "hk/1/h1/#");
                Peer impostor = peer("d2", port, trusted, ofD1, null)) {
            hall.await(Peer.Event.Connected.class);
            Peer.Event seen = impostor.events.poll(30, TimeUnit.SECONDS);
            if (seen instanceof Peer.Event.Connected) {
                impostor.publish(TOPICS.deviceRequest("d2", "ticket.take"), "forged")
                        .handle((ok, failed) -> true)
                        .get(30, TimeUnit.SECONDS);
            } else {
                assertThat(seen).isEqualTo(new Peer.Event.Alarmed(Bus.Alarm.NOT_AUTHORIZED));
            }
            hall.tell(TOPICS.queueState(), "last");
            List<String> texts = new ArrayList<>();
            hall.await(
                    Peer.Event.Received.class,
                    e -> {
                        texts.add(e.text());
                        return e.text().equals("last");
                    });
            assertThat(texts).doesNotContain("forged");
        }
    }

    @ParameterizedTest
    @MethodSource("takesPasswords")
    void passwordTravelsEncrypted(int port) throws Exception {
        try (Peer device = peer("d1", port, hallAuthority.certificate(), null, "d1-secret")) {
            device.await(Peer.Event.Connected.class);
            device.tell(TOPICS.deviceRequest("d1", "ticket.take"), "by password");
        }
    }

    @ParameterizedTest
    @MethodSource("takesPasswords")
    @ExpectLog("d1 needs a person: NOT_AUTHORIZED")
    void wrongPasswordIsRefused(int port) throws Exception {
        try (Peer impostor = peer("d1", port, hallAuthority.certificate(), null, "d2-secret")) {
            assertThat(impostor.await(Peer.Event.Alarmed.class).alarm())
                    .isEqualTo(Bus.Alarm.NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    @ExpectLog("d1 needs a person: UNTRUSTED")
    void brokerOfAnotherAuthorityIsNotTrusted(int port) throws Exception {
        try (Peer careful =
                peer(
                        "d1",
                        port,
                        foreignAuthority.certificate(),
                        hallAuthority.sign("d1"),
                        "d1-secret")) {
            assertThat(careful.await(Peer.Event.Alarmed.class).alarm())
                    .isEqualTo(Bus.Alarm.UNTRUSTED);
            assertThat(careful.events).noneMatch(e -> e instanceof Peer.Event.Connected);
        }
    }

    @ParameterizedTest
    @MethodSource("takesCertificates")
    @ExpectLog(value = "d1 needs a person", required = false)
    void certificateOfAnotherAuthorityIsRefused(int port) throws Exception {
        try (Peer impostor =
                peer("d1", port, hallAuthority.certificate(), foreignAuthority.sign("d1"), null)) {
            impostor.await(Peer.Event.Disconnected.class);
            impostor.await(Peer.Event.Disconnected.class);
            assertThat(impostor.events).noneMatch(e -> e instanceof Peer.Event.Connected);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nobodyGetsInWithoutProofOrEncryption(int port) throws Exception {
        String trusted = hallAuthority.certificate().toString();
        assertThat(publish(port, "--cafile", trusted)).isNotZero();
        assertThat(publish(port, "--cafile", trusted, "-u", "d1")).isNotZero();
        assertThat(publish(port, "--cafile", trusted, "-u", "demo", "-i", "demo")).isNotZero();
        assertThat(publish(port, "-u", "d1", "-P", "d1-secret", "-i", "d1")).isNotZero();
    }

    /** With the right proof the same program gets in: it is not the program that fails above. */
    @Test
    void foreignProgramGetsInWithProof() throws Exception {
        String trusted = hallAuthority.certificate().toString();
        CertificateFiles own = hallAuthority.sign("d1");
        for (int port : new int[] {embedded.port(), forPasswords.port()}) {
            assertThat(
                            publish(
                                    port,
                                    "--cafile",
                                    trusted,
                                    "-u",
                                    "d1",
                                    "-P",
                                    "d1-secret",
                                    "-i",
                                    "d1"))
                    .isZero();
        }
        for (int port : new int[] {embedded.port(), forCertificates.port()}) {
            assertThat(
                            publish(
                                    port,
                                    "--cafile",
                                    trusted,
                                    "--cert",
                                    own.certificate().toString(),
                                    "--key",
                                    own.key().toString(),
                                    "-i",
                                    "d1"))
                    .isZero();
        }
    }

    private static int publish(int port, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-V", "5", "-q", "1"));
        command.addAll(List.of("-h", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of("-t", TOPICS.deviceTelemetry("d1"), "-m", "x"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void filesOfTheEmbeddedBrokerAreItsOwnersAlone() throws Exception {
        Path files = directory.resolve("embedded");
        assertThat(permissions(files)).isEqualTo("rwx------");
        assertThat(permissions(files.resolve("conf/own.p12"))).isEqualTo("rw-------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
