package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.HallSnapshot;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/**
 * The whole path of a message, from the broker to the queue and back, under bytes that mean
 * nothing, or nearly something.
 */
class HostileMessagesTest {

    private static final int CASES = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 2_000;
    private static final String BASE = Topics.BASE + SimulatedHall.HALL + "/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRANGER = "stranger";
    private static final Duration EXPIRY = Duration.ofSeconds(10);

    /** Verbs and bodies; {@code #} is a ticket's id, known or not. */
    private static final List<String> REQUESTS =
            List.of(
                    "ticket.take {\"category\":\"general\",\"device\":null}",
                    "ticket.take {\"category\":\"general\",\"device\":\"stranger\"}",
                    "ticket.proof {\"ticketId\":\"#\",\"level\":\"printed\",\"final\":true}",
                    "ticket.proof {\"ticketId\":\"#\",\"level\":\"failed\",\"final\":true}",
                    "ticket.unproved {\"device\":\"stranger\"}",
                    "block.lease {\"category\":\"general\",\"size\":5}",
                    "window.open {\"window\":1,\"staff\":\"1001\"}",
                    "window.pause {\"window\":2,\"staff\":\"1001\",\"reason\":\"午餐\"}",
                    "window.close {\"window\":1,\"staff\":\"1001\"}",
                    "ticket.call-next {\"window\":1,\"close\":\"finish\"}",
                    "ticket.call-next {\"window\":2,\"close\":\"miss\",\"after\":\"#\"}",
                    "ticket.call {\"window\":2,\"ticket\":\"A001\"}",
                    "ticket.recall {\"window\":1,\"ticketId\":\"#\"}",
                    "ticket.start {\"window\":1}",
                    "ticket.finish {\"window\":1,\"ticketId\":\"#\"}",
                    "ticket.miss {\"window\":2}",
                    "ticket.withdraw {\"ticketId\":\"#\"}",
                    "evaluation.submit {\"ticketId\":\"#\",\"token\":\"t\",\"level\":5}",
                    "config.get {}",
                    "day.open {}",
                    "no.such-verb {}");

    private static final List<String> HALL_TOPICS =
            List.of("queue/state", "config", "window/1/state", "window/2/state");

    private static final List<String> COMMANDS =
            List.of(
                    "dispenser.take {\"category\":\"general\"}",
                    "evaluator.open {\"window\":1,\"ticketId\":\"#\",\"token\":\"t\","
                            + "\"expiresInSeconds\":300}",
                    "identify {}",
                    "test.print {}",
                    "emulator.fault {\"unit\":\"printer\",\"fault\":\"paper-out\"}");

    private final SimulatedHall hall = new SimulatedHall();
    private final SplittableRandom random = new SplittableRandom(20261122);
    private final List<UUID> tickets = new ArrayList<>(List.of(new UUID(1, 1)));
    private final List<UUID> ids = new ArrayList<>();
    private long answers;
    private long accepted;

    /** Somebody at the broker, who counts the answers that he gets. */
    private Bus connect(String identity, String filter) {
        Strand strand = hall.time.strand();
        Bus bus = hall.broker.bus(identity, strand, () -> 1);
        strand.execute(
                () ->
                        bus.open(
                                new Bus.Setup(List.of(filter), null),
                                new Bus.Handler() {
                                    @Override
                                    public void connected(long connection) {}

                                    @Override
                                    public void disconnected(String why) {}

                                    @Override
                                    public void received(Bus.Message message) {
                                        heard(message.payload());
                                    }
                                }));
        hall.settle();
        return bus;
    }

    private void heard(byte[] answer) {
        answers++;
        try {
            JsonNode tree = JSON.readTree(answer);
            assertThat(tree.path("ok").isBoolean()).isTrue();
            if (tree.path("ok").asBoolean()) {
                accepted++;
            }
            if (tree.path("ticketId").isTextual() && tickets.size() < 500) {
                tickets.add(UUID.fromString(tree.path("ticketId").asText()));
            }
        } catch (IOException e) {
            throw new AssertionError(new String(answer, UTF_8), e);
        }
    }

    private UUID id() {
        if (!ids.isEmpty() && random.nextInt(5) == 0) {
            return ids.get(random.nextInt(ids.size()));
        }
        UUID made = new UUID(random.nextLong(), random.nextLong());
        if (ids.size() < 1000) {
            ids.add(made);
        }
        return made;
    }

    /** The body of a template, whole or with some bytes that are not. */
    private byte[] body(String template) {
        String fields =
                template.substring(template.indexOf(' ') + 2)
                        .replace("#", tickets.get(random.nextInt(tickets.size())).toString());
        String text = "{\"id\":\"" + id() + "\"" + (fields.equals("}") ? "" : ",") + fields;
        byte[] bytes = text.getBytes(UTF_8);
        if (random.nextInt(3) > 0) {
            for (int hit = random.nextInt(1, 5); hit > 0; hit--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        return random.nextInt(50) == 0 ? garbage(random.nextInt(200)) : bytes;
    }

    private byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String verb(String template) {
        return template.substring(0, template.indexOf(' '));
    }

    private static Bus.Message message(String topic, byte[] body, String answers) {
        return Bus.Message.of(topic, body)
                .withExpiry(EXPIRY)
                .withResponse(answers, "mark".getBytes(UTF_8));
    }

    @Test
    void everyRequestIsAnsweredAndTheHallStaysWhole() {
        Bus demo = connect("demo", "answers/#");
        Bus stranger = connect(STRANGER, BASE + "device/stranger/response/#");
        long asked = 0;
        for (int i = 0; i < CASES; i++) {
            String template = REQUESTS.get(random.nextInt(REQUESTS.size()));
            String device = BASE + "device/stranger/";
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    send(
                            demo,
                            message(
                                    BASE + "request/" + verb(template),
                                    body(template),
                                    "answers/x"));
                    asked++;
                }
                case 4, 5 -> {
                    send(
                            stranger,
                            message(
                                    device + "request/" + verb(template),
                                    body(template),
                                    device + "response/x"));
                    asked++;
                }
                case 6 ->
                        send(
                                stranger,
                                Bus.Message.of(
                                        device + (random.nextBoolean() ? "status" : "telemetry"),
                                        body(template)));
                default -> send(stranger, Bus.Message.of(device + "reply/" + id(), body(template)));
            }
            if (i % 20 == 19) {
                hall.time.advance(Duration.ofMillis(100));
            }
        }
        hall.settle();
        assertThat(answers).isEqualTo(asked);
        assertThat(accepted).isPositive();

        // What it is now, it is again after a crash: nothing half-done is in its journal.
        HallSnapshot before = hall.role.hall().state().snapshot();
        hall.crashHall();
        hall.startHall();
        assertThat(hall.role.hall().state().snapshot()).isEqualTo(before);
    }

    @Test
    void aDeviceBearsWhateverComesInTheHallsName() {
        hall.role.stop();
        hall.settle();
        Bus impostor = connect(SimulatedHall.HALL, BASE + "device/+/reply/+");
        long asked = 0;
        for (int i = 0; i < CASES; i++) {
            String template = COMMANDS.get(random.nextInt(COMMANDS.size()));
            String device = random.nextBoolean() ? SimulatedHall.DISPENSER : SimulatedHall.WINDOW;
            String own = BASE + "device/" + device + "/";
            switch (random.nextInt(3)) {
                case 0 -> {
                    send(
                            impostor,
                            message(
                                    own + "command/" + verb(template),
                                    body(template),
                                    own + "reply/x"));
                    asked++;
                }
                case 1 ->
                        send(
                                impostor,
                                Bus.Message.of(
                                        BASE + HALL_TOPICS.get(random.nextInt(4)), body(template)));
                default -> send(impostor, Bus.Message.of(own + "response/" + id(), body(template)));
            }
            if (i % 20 == 19) {
                hall.time.advance(Duration.ofMillis(100));
            }
        }
        hall.time.advance(Duration.ofSeconds(10));
        assertThat(answers).isEqualTo(asked);
    }

    private static void send(Bus bus, Bus.Message message) {
        bus.publish(message)
                .exceptionally(
                        failure -> {
                            throw new AssertionError(failure);
                        });
    }
}
