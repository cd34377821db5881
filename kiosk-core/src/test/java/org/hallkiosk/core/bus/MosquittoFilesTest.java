package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.boot.Commands;
import org.hallkiosk.core.config.CertificateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./kiosk mosquitto}, and a Mosquitto with nothing but the files that it made. */
class MosquittoFilesTest {

    @TempDir Path directory;

    private record Outcome(int code, String said) {}

    private Outcome kiosk(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = Commands.commandLine();
        line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        List<String> all = new ArrayList<>(List.of("mosquitto"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--out", directory.resolve("made").toString()));
        return new Outcome(line.execute(all.toArray(String[]::new)), said.toString());
    }

    /**
     * Starts it below a main file like Debian's, which includes ours; as the user of this test, who
     * may read the test's folder.
     */
    private Process start(int port) throws Exception {
        Path main = Files.createDirectory(directory.resolve("etc"));
        Files.writeString(
                main.resolve("mosquitto.conf"),
                """
                user %s
                persistence true
                persistence_location %s/
                include_dir %s
                """
                        .formatted(
                                System.getProperty("user.name"), main, directory.resolve("made")));
        return Mosquitto.start(main, port);
    }

    private static Peer peer(
            String identity, int port, Path trusted, CertificateFiles own, String... filters)
            throws Exception {
        Peer made =
                new Peer(
                        new MqttSettings(
                                identity,
                                List.of(new MqttSettings.Address("127.0.0.1", port)),
                                Optional.empty(),
                                Optional.of(TlsFiles.client(trusted, own)),
                                Peer.QUICK),
                        filters);
        made.await(Peer.Event.Connected.class);
        return made;
    }

    @Test
    void theHallMayEverythingAndDevicesOnlyTheirOwn() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority");
        CertificateFiles own = authority.sign("broker");
        Path trusted = authority.certificate();
        int port = EmbeddedBusTest.freePort();
        assertThat(
                        kiosk(
                                "--hall",
                                "h1",
                                "--port",
                                "" + port,
                                "--certificate",
                                own.certificate().toString(),
                                "--key",
                                own.key().toString(),
                                "--client-ca",
                                trusted.toString()))
                .isEqualTo(
                        new Outcome(
                                0,
                                """
                                %1$s/made/hallkiosk.acl
                                %1$s/made/hallkiosk.conf
                                The user 'h1' has all rights of the hall; every other user is a \
                                device of its name.
                                """
                                        .formatted(directory)));
        Topics topics = new Topics("h1");
        Process broker = start(port);
        try (Peer hall = peer("h1", port, trusted, authority.sign("h1"), "hk/1/h1/#");
                Peer a =
                        peer(
                                "a",
                                port,
                                trusted,
                                authority.sign("a"),
                                "hk/1/h1/device/a/response/#",
                                "hk/1/h1/device/b/response/#",
                                "hk/1/h1/device/b/command/+",
                                "hk/1/h1/window/+/state");
                Peer b =
                        peer(
                                "b",
                                port,
                                trusted,
                                authority.sign("b"),
                                "hk/1/h1/device/b/response/#")) {
            for (String topic :
                    List.of(
                            topics.deviceRequest("b", "ticket.take"),
                            topics.deviceStatus("b"),
                            topics.deviceReply("b", "1"),
                            topics.deviceResponse("b", "1"),
                            topics.windowState(1))) {
                a.publish(topic, "forged").handle((sent, failed) -> true).get(30, TimeUnit.SECONDS);
            }
            a.tell(topics.deviceRequest("a", "ticket.take"), "of a");
            List<String> atHall = new ArrayList<>();
            hall.await(
                    Peer.Event.Received.class,
                    e -> {
                        atHall.add(e.text());
                        return e.text().equals("of a");
                    });
            assertThat(atHall).doesNotContain("forged");

            hall.tell(topics.deviceResponse("b", "1"), "for b");
            hall.tell(topics.deviceCommand("b", "identify"), "for b");
            b.awaitText("for b");
            hall.tell(topics.windowState(1), "for all");
            hall.tell(topics.deviceResponse("a", "1"), "for a");
            assertThat(a.await(Peer.Event.Received.class).text()).isEqualTo("for all");
            assertThat(a.await(Peer.Event.Received.class).text()).isEqualTo("for a");
            assertThat(a.receivedWithin(Duration.ofMillis(200))).isEmpty();
        } finally {
            broker.destroyForcibly().onExit().join();
        }
    }

    @Test
    void theCentersBrokerKnowsHallsByTheirNames() throws Exception {
        Path passwords = Files.writeString(directory.resolve("passwords"), "");
        assertThat(kiosk("--center", "province", "--passwords", passwords.toString()).code())
                .isZero();
        assertThat(directory.resolve("made/hallkiosk.acl"))
                .content(UTF_8)
                .isEqualTo(MosquittoFiles.acl(Permissions.ofCenter("province")));
        assertThat(directory.resolve("made/hallkiosk.conf"))
                .content(UTF_8)
                .contains("\nlistener 1883 127.0.0.1\n", "\npassword_file " + passwords + "\n");
    }

    @Test
    void whatWouldLetAnybodyOrNobodyInIsRefused() {
        assertThat(kiosk("--hall", "h1").said()).contains("Name a password file");
        assertThat(kiosk("--hall", "h1", "--passwords", "p", "--listen", "0.0.0.0"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "'0.0.0.0' can be reached from the network, without encryption."
                                        + " Name a certificate and its key, or listen on"
                                        + " 127.0.0.1.\n"));
        assertThat(kiosk("--hall", "h1", "--certificate", "c", "--passwords", "p").said())
                .contains("A certificate needs its key");
        assertThat(kiosk("--hall", "h1", "--client-ca", "ca").said())
                .contains("Name --certificate");
        assertThat(kiosk("--hall", "h/1", "--passwords", "p").said()).contains("'h/1'");
        assertThat(kiosk("--hall", "h1", "--center", "c", "--passwords", "p").code()).isEqualTo(2);
        assertThat(kiosk("--passwords", "p").code()).isEqualTo(2);
        assertThat(directory.resolve("made")).doesNotExist();
    }
}
