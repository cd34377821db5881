package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/** What OUTSIDE.md says of every request, asked over the bus by a device of its own. */
class RequestRulesTest {

    private static final String BASE = Topics.BASE + SimulatedHall.HALL + "/device/";
    private static final Duration EXPIRY = Duration.ofSeconds(10);
    private static final String TAKE = "\"category\":\"general\",\"device\":\"desk-1\"";

    private final SimulatedHall hall = new SimulatedHall();
    private final List<String> answers = new ArrayList<>();
    private final Bus desk = connect("desk-1");

    private Bus connect(String device) {
        Strand strand = hall.time.strand();
        Bus bus = hall.broker.bus(device, strand, () -> 1);
        strand.execute(
                () ->
                        bus.open(
                                new Bus.Setup(List.of(BASE + device + "/response/#"), null),
                                new Bus.Handler() {
                                    @Override
                                    public void connected(long connection) {}

                                    @Override
                                    public void disconnected(String why) {}

                                    @Override
                                    public void received(Bus.Message message) {
                                        answers.add(new String(message.payload(), UTF_8));
                                    }
                                }));
        hall.settle();
        return bus;
    }

    private static Bus.Message request(String device, String verb, String body) {
        return Bus.Message.of(BASE + device + "/request/" + verb, body.getBytes(UTF_8))
                .withResponse(BASE + device + "/response/1", "mark".getBytes(UTF_8));
    }

    private List<String> send(Bus from, Bus.Message message) {
        answers.clear();
        from.publish(message);
        hall.settle();
        return List.copyOf(answers);
    }

    private String ask(Bus from, String device, String verb, String body) {
        List<String> given = send(from, request(device, verb, body).withExpiry(EXPIRY));
        assertThat(given).hasSize(1);
        return given.getFirst();
    }

    private String ask(String verb, UUID id, String fields) {
        return ask(desk, "desk-1", verb, "{\"id\":\"" + id + "\"," + fields + "}");
    }

    private int tickets() {
        return hall.role.hall().state().tickets().size();
    }

    @Test
    void itExpiresWithinTenSecondsOrIsRefused() {
        String body = "{\"id\":\"" + hall.ids.next() + "\"," + TAKE + "}";
        Bus.Message endless = request("desk-1", "ticket.take", body);
        assertThat(send(desk, endless)).singleElement().asString().contains("\"no-expiry\"");
        assertThat(send(desk, endless.withExpiry(EXPIRY.plusSeconds(1))))
                .singleElement()
                .asString()
                .contains("\"no-expiry\"");
        assertThat(tickets()).isZero();
        assertThat(send(desk, endless.withExpiry(EXPIRY)))
                .singleElement()
                .asString()
                .contains("\"A001\"");
    }

    @Test
    void anAnswerGoesToTheAskersOwnTopicsAlone() {
        long before = hall.role.ignored();
        String body = "{\"id\":\"" + hall.ids.next() + "\"," + TAKE + "}";
        Bus.Message elsewhere =
                Bus.Message.of(BASE + "desk-1/request/ticket.take", body.getBytes(UTF_8))
                        .withExpiry(EXPIRY);
        Bus other = connect("desk-2");
        assertThat(send(desk, elsewhere)).isEmpty();
        assertThat(send(desk, elsewhere.withResponse(BASE + "desk-2/response/1", new byte[1])))
                .isEmpty();
        assertThat(send(other, elsewhere.withResponse(BASE + "desk-2/response/1", new byte[1])))
                .as("the broker lets nobody write another's requests")
                .isEmpty();
        assertThat(hall.role.ignored()).isEqualTo(before + 2);
        assertThat(tickets()).isZero();
    }

    @Test
    void anIdBelongsToSenderVerbAndBody() {
        UUID id = hall.ids.next();
        String first = ask("ticket.take", id, TAKE);
        assertThat(first).contains("\"ok\":true");
        assertThat(
                        ask(
                                desk,
                                "desk-1",
                                "ticket.take",
                                "{ \"device\": \"desk-1\", \"category\": \"general\", \"id\": \""
                                        + id
                                        + "\" }"))
                .as("the same JSON, written otherwise")
                .isEqualTo(first);
        assertThat(ask("ticket.take", id, TAKE.replace("general", "tax")))
                .contains("\"id-reused\"");
        assertThat(ask("ticket.unproved", id, "\"device\":\"desk-1\"")).contains("\"id-reused\"");
        assertThat(
                        ask(
                                connect("desk-2"),
                                "desk-2",
                                "ticket.take",
                                "{\"id\":\"" + id + "\"," + TAKE + "}"))
                .contains("\"id-reused\"");
        assertThat(tickets()).isEqualTo(1);
    }

    @Test
    void anAnswerIsKeptUntilTheEndOfTheNextBusinessDayAndThenItsRequestIsTooOld() {
        UUID id = hall.ids.next();
        String body = TAKE + ",\"at\":\"" + hall.time.strand().now() + "\"";
        String first = ask("ticket.take", id, body);
        hall.time.advance(Duration.ofDays(1));
        assertThat(ask("ticket.take", id, body)).isEqualTo(first);
        hall.time.advance(Duration.ofDays(1));
        assertThat(ask("ticket.take", hall.ids.next(), body)).contains("\"too-old\"");
        // An answer may be kept for a day more than it must be.
        hall.time.advance(Duration.ofDays(1));
        assertThat(ask("ticket.take", id, body)).contains("\"too-old\"");
        assertThat(tickets()).isZero();
        assertThat(ask("ticket.take", hall.ids.next(), TAKE)).contains("\"A001\"");
    }

    @Test
    void aRefusalMayBeDecidedAnew() {
        UUID id = hall.ids.next();
        String body = "\"category\":\"none\",\"device\":\"desk-1\"";
        assertThat(ask("ticket.take", id, body)).contains("\"ok\":false");
        assertThat(ask("ticket.take", id, TAKE)).contains("\"A001\"");
    }

    @Test
    void aVerbThatNobodyKnowsIsAnsweredSo() {
        assertThat(ask("ticket.fold", hall.ids.next(), TAKE)).contains("\"unknown-verb\"");
    }
}
