package org.hallkiosk.provisioning.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coordinator, embedded broker, dispenser and windows in one process, nobody anonymous. */
class OneComputerTest {

    private static final String DESK = "desk-3";

    @TempDir Path directory = Path.of("replaced-by-junit");

    @Test
    void itServesBearersOfPasswordsAloneAndIsTheSameHallAfterAKill() throws Exception {
        ExampleHall example = ExampleHall.in(directory);
        int port = Programs.freePort();
        int printerPort = Programs.freePort();
        example.replace(
                Map.of(
                        "1884",
                        Integer.toString(port),
                        "port: 8081",
                        "port: 0",
                        "127.0.0.1:9100",
                        "127.0.0.1:" + printerPort,
                        // Nothing is plugged in there: a fault, and no reason not to serve.
                        "/tmp/hallkiosk-led",
                        directory.resolve("led").toString()));
        Client desk = new Client(directory, port, DESK);
        UUID take = UUID.randomUUID();
        String taken;
        try (Counter counter = new Counter(printerPort, directory.resolve("paper"))) {
            KioskProcess hall = example.start("run", "one-computer.yaml");
            try (hall) {
                hall.awaitReady();
                taken =
                        ask(
                                desk,
                                "ticket.take",
                                take,
                                "\"category\":\"general\",\"device\":\"desk-3\"");
                String ticketId = Client.json(taken).path("ticketId").asText();
                ask(desk, "window.open", "\"window\":3,\"staff\":\"1001\"");
                ask(
                        desk,
                        "ticket.proof",
                        "\"ticketId\":\"" + ticketId + "\",\"level\":\"printed\",\"final\":true");
                assertThat(ask(desk, "ticket.call-next", "\"window\":3")).contains(ticketId);

                // Identity is in the topic: another's window, another's topics, nobody at all.
                assertThat(
                                desk.request(
                                                DESK,
                                                "window.open",
                                                UUID.randomUUID(),
                                                "\"window\":1,\"staff\":\"1001\"",
                                                10)
                                        .orElseThrow())
                        .contains("not-yours");
                assertThat(
                                desk.request(
                                        "hall-server",
                                        "window.open",
                                        UUID.randomUUID(),
                                        "\"window\":1,\"staff\":\"1001\"",
                                        2))
                        .isEmpty();
                assertThat(desk.read("hk/1/qingshan/device/hall-server/status", 1, 2)).isEmpty();
                assertThat(anonymous(port)).isEmpty();
                Files.writeString(directory.resolve("secrets/dispenser-1"), "wrong\n");
                assertThat(
                                new Client(directory, port, "dispenser-1")
                                        .read("hk/1/qingshan/queue/state", 1, 2))
                        .isEmpty();
                hall.kill();
            }
            try (KioskProcess again = example.start("run", "one-computer.yaml")) {
                again.awaitReady();
                assertThat(
                                ask(
                                        desk,
                                        "ticket.take",
                                        take,
                                        "\"category\":\"general\",\"device\":\"desk-3\""))
                        .isEqualTo(taken);
                ask(desk, "ticket.start", "\"window\":3");
                ask(desk, "ticket.finish", "\"window\":3");
                assertThat(
                                desk.request(
                                                DESK,
                                                "ticket.call-next",
                                                UUID.randomUUID(),
                                                "\"window\":3",
                                                10)
                                        .orElseThrow())
                        .contains("queue-empty");
                // What another maker's program takes, it prints itself.
                assertThat(counter.all()).isEmpty();
                assertThat(again.output()).doesNotContain("WARN").doesNotContain("ERROR");
            }
        }
    }

    private static String ask(Client desk, String verb, String fields) throws Exception {
        return ask(desk, verb, UUID.randomUUID(), fields);
    }

    private static String ask(Client desk, String verb, UUID id, String fields) throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            Optional<String> answer = desk.request(DESK, verb, id, fields, 5);
            if (answer.isPresent()) {
                JsonNode json = Client.json(answer.get());
                assertThat(json.path("ok").asBoolean()).as(answer.get()).isTrue();
                return answer.get();
            }
        }
        throw new AssertionError("The hall does not answer " + verb);
    }

    private String anonymous(int port) throws IOException, InterruptedException {
        return Programs.run(
                directory, Programs.client("mosquitto_sub", port, "-t", "#", "-C", "1", "-W", "3"));
    }
}
