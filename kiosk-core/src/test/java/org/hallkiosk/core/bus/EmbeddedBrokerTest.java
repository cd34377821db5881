package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.port.Bus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded broker alone does: the demo's open door. */
class EmbeddedBrokerTest {

    private static final Topics TOPICS = new Topics("h1");

    @TempDir static Path directory;

    /** The demo's broker; each test talks of something else there. */
    private static EmbeddedBusTest.Embedded broker;

    @BeforeAll
    static void startDemo() throws IOException {
        broker =
                new EmbeddedBusTest.Embedded(
                        directory.resolve("demo-broker"), true, EmbeddedBroker.Settings.QUEUE);
    }

    @AfterAll
    static void stopDemo() {
        broker.close();
    }

    /** A client of Mosquitto's, which knows nothing of ours. */
    private static Process start(String program, int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program));
        command.addAll(List.of("-h", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> run(String program, int port, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(program, port, arguments);
        List<String> lines;
        try (var reader = process.inputReader(UTF_8)) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    @Test
    void anybodyMayAskAndReadInTheDemoAndNothingElse() throws Exception {
        try (Peer hall = new Peer("h1", broker.port(), "hk/1/h1/#")) {
            hall.await(Peer.Event.Connected.class);
            hall.retain(TOPICS.queueState(), "state");
            hall.retain(TOPICS.deviceCommand("d1", "identify"), "secret");
            hall.retain(TOPICS.deviceResponse("d1", "1"), "secret");
            hall.retain(TOPICS.windowState(1), "window");
            hall.await(Peer.Event.Received.class, e -> e.text().equals("window"));

            assertThat(run("mosquitto_sub", broker.port(), "-t", "hk/1/#", "-W", "30", "-C", "2"))
                    .containsExactlyInAnyOrder("state", "window");
            assertThat(run("mosquitto_sub", broker.port(), "-t", "#", "-W", "1"))
                    .contains("state", "window")
                    .doesNotContain("secret");

            run(
                    "mosquitto_pub",
                    broker.port(),
                    "-q",
                    "1",
                    "-t",
                    TOPICS.queueState(),
                    "-m",
                    "forged");
            run(
                    "mosquitto_pub",
                    broker.port(),
                    "-i",
                    "d1",
                    "-t",
                    TOPICS.demoRequest("x"),
                    "-m",
                    "as d1");
            run(
                    "mosquitto_pub",
                    broker.port(),
                    "-q",
                    "1",
                    "-t",
                    TOPICS.demoRequest("x"),
                    "-m",
                    "asked");
            List<String> seen = new ArrayList<>();
            hall.await(
                    Peer.Event.Received.class,
                    e -> {
                        seen.add(e.text());
                        return e.text().equals("asked");
                    });
            assertThat(seen).doesNotContain("forged", "as d1");
            assertThat(broker.refused()).isPositive();
        }
    }

    @Test
    void requestOfForeignClientIsAnsweredInTheDemo() throws Exception {
        try (Peer hall = new Peer("h1", broker.port(), "hk/1/h1/request/+")) {
            hall.await(Peer.Event.Connected.class);
            Process asker =
                    start(
                            "mosquitto_rr",
                            broker.port(),
                            "-V",
                            "5",
                            "-t",
                            TOPICS.demoRequest("ticket.take"),
                            "-e",
                            "answers/1",
                            "-m",
                            "{}");
            Bus.Message request = hall.awaitText("{}").message();
            Responder responder = new Responder(hall.bus, TOPICS);
            hall.strand.execute(
                    () ->
                            responder
                                    .answerTo(request)
                                    .orElseThrow()
                                    .send("{\"ok\":true}".getBytes(UTF_8)));
            try (var reader = asker.inputReader(UTF_8)) {
                assertThat(reader.readLine()).isEqualTo("{\"ok\":true}");
            }
            assertThat(asker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** It comes another way into the broker than a message that is published. */
    @Test
    void willKeepsItsExpiry() throws Exception {
        try (Peer hall = new Peer("h1", broker.port(), "hk/1/h1/request/+")) {
            hall.await(Peer.Event.Connected.class);
            hall.retain(TOPICS.windowState(9), "there");
            Process client =
                    start(
                            "mosquitto_sub",
                            broker.port(),
                            "-V",
                            "5",
                            "-t",
                            TOPICS.windowState(9),
                            "--will-topic",
                            TOPICS.demoRequest("last"),
                            "--will-payload",
                            "gone",
                            "-D",
                            "will",
                            "message-expiry-interval",
                            "60");
            try (var reader = client.inputReader(UTF_8)) {
                assertThat(reader.readLine()).isEqualTo("there");
                client.destroyForcibly();
            }
            assertThat(hall.awaitText("gone").message().expiry().orElseThrow())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doorWithoutEncryptionIsForLoopbackAlone(boolean demo) {
        EmbeddedBroker.Settings settings =
                new EmbeddedBroker.Settings(
                        "0.0.0.0",
                        0,
                        Permissions.ofHall("h1", demo),
                        Passwords.none(),
                        Optional.empty(),
                        directory.resolve("open"));
        assertThatThrownBy(() -> EmbeddedBroker.provider().orElseThrow().start(settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("loopback");
    }
}
