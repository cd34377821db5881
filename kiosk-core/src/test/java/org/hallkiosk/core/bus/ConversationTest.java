package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Requests, answers and the announced status, over the broker without a wire. */
class ConversationTest {

    private static final Topics TOPICS = new Topics("h1");
    private static final String TAKE = TOPICS.deviceRequest("d1", "ticket.take");
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofHall("h1", true), strand, Duration.ofMillis(2));
    private final Random random = new Random(3);

    private Bus open(
            String identity,
            List<String> filters,
            Consumer<Long> connected,
            Consumer<Bus.Message> received) {
        Bus bus = broker.bus(identity, strand, new AtomicLong()::incrementAndGet);
        Bus.Will will =
                n ->
                        Bus.Message.retained(
                                TOPICS.deviceStatus(identity), ("offline " + n).getBytes(UTF_8));
        bus.open(
                new Bus.Setup(filters, identity.equals("h1") ? null : will),
                new Bus.Handler() {
                    @Override
                    public void connected(long connection) {
                        connected.accept(connection);
                    }

                    @Override
                    public void disconnected(String why) {}

                    @Override
                    public void received(Bus.Message message) {
                        received.accept(message);
                    }
                });
        time.advance(Duration.ofSeconds(1));
        return bus;
    }

    private final class Asker {
        final List<Bus.Message> others = new ArrayList<>();
        final Requester requester;
        private Consumer<Bus.Message> incoming = m -> {};

        Asker() {
            String answers = TOPICS.deviceResponse("d1", "main");
            Bus bus = open("d1", List.of(answers), n -> {}, m -> incoming.accept(m));
            requester =
                    new Requester(
                            bus, strand, () -> new UUID(random.nextLong(), random.nextLong()));
            incoming =
                    m -> {
                        if (m.topic().equals(answers)) {
                            requester.received(m);
                        } else {
                            others.add(m);
                        }
                    };
        }

        CompletableFuture<String> ask(String text) {
            return requester
                    .request(
                            TAKE,
                            text.getBytes(UTF_8),
                            TOPICS.deviceResponse("d1", "main"),
                            DEADLINE)
                    .thenApply(m -> new String(m.payload(), UTF_8))
                    .toCompletableFuture();
        }
    }

    @Test
    void answersFindTheirQuestionsInAnyOrder() {
        List<Bus.Message> requests = new ArrayList<>();
        Bus hall = open("h1", List.of("hk/1/h1/device/+/request/+"), n -> {}, requests::add);
        Responder responder = new Responder(hall, TOPICS);
        Asker asker = new Asker();
        CompletableFuture<String> first = asker.ask("one");
        CompletableFuture<String> second = asker.ask("two");
        time.advance(Duration.ofMillis(100));

        for (Bus.Message request : requests.reversed()) {
            assertThat(Responder.expires(request)).isTrue();
            String text = "answer to " + new String(request.payload(), UTF_8);
            responder.answerTo(request).orElseThrow().send(text.getBytes(UTF_8));
        }
        time.advance(Duration.ofMillis(100));
        assertThat(first).isCompletedWithValue("answer to one");
        assertThat(second).isCompletedWithValue("answer to two");

        // The same answers again, as after a lost acknowledgement: nobody waits for them.
        requests.forEach(r -> responder.answerTo(r).orElseThrow().send(new byte[1]));
        time.advance(Duration.ofSeconds(10));
        assertThat(asker.requester.late()).isEqualTo(2);
        assertThat(asker.others).isEmpty();
    }

    @Test
    void silenceEndsWithTheDeadlineAndLateAnswerIsCounted() {
        List<Bus.Message> requests = new ArrayList<>();
        Bus hall = open("h1", List.of("hk/1/h1/device/+/request/+"), n -> {}, requests::add);
        Asker asker = new Asker();
        CompletableFuture<String> answer = asker.ask("one");
        time.advance(DEADLINE.minusMillis(1));
        assertThat(answer).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(Requester.NoAnswer.class);
        new Responder(hall, TOPICS).answerTo(requests.getFirst()).orElseThrow().send(new byte[1]);
        time.advance(Duration.ofSeconds(1));
        assertThat(asker.requester.late()).isEqualTo(1);
    }

    @Test
    void requestWithoutConnectionFailsAtOnce() {
        Asker asker = new Asker();
        broker.cut("d1");
        time.advance(Duration.ofMillis(10));
        assertThat(asker.ask("one"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(Bus.NotSent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "device/d1/request/ticket.take, hk/1/h1/device/d1/response/1, true",
        "device/d1/request/ticket.take, hk/1/h1/device/d2/response/1, false",
        "device/d1/request/ticket.take, hk/1/h2/device/d1/response/1, false",
        "device/d1/request/ticket.take, hk/1/h1/device/d1/reply/1, false",
        "device/d1/request/ticket.take, hk/1/h1/device/d1/response/+, false",
        "device/d1/request/ticket.take, hk/1/h1/device/d1/response, false",
        "device/d1/request/ticket.take, mine, false",
        "device/d1/request/ticket.take, hk/1/h1/device/d1/response/1/2, true",
        "device/d1/request/ticket.take, hk/1/h1/device/d1/response/, true",
        "device/d1/request/ticket.take, , false",
        "device/d1/command/identify, , false",
        "request/ticket.take, , true",
        "device/d1/command/identify, hk/1/h1/device/d1/reply/1, true",
        "device/d1/command/identify, hk/1/h1/device/d2/reply/1, false",
        "request/ticket.take, mine/answers, true",
        "request/ticket.take, hk/1/h1/queue/state, false",
        "request/ticket.take, $SYS/x, false",
        "request/ticket.take, a/#, false",
        "center/request/events, hk/1/h1/center/response/1, true",
        "center/request/events, hk/1/h1/event, false",
        "queue/state, hk/1/h1/device/d1/response/1, false"
    })
    void answerGoesOnlyWhereTheAskerMayRead(String request, String answer, boolean proper) {
        Responder responder =
                new Responder(broker.bus("h1", strand, new AtomicLong()::get), TOPICS);
        Bus.Message message = Bus.Message.of("hk/1/h1/" + request, new byte[1]);
        if (answer != null) {
            message = message.withResponse(answer, new byte[1]);
        }
        assertThat(responder.answerTo(message).isPresent()).isEqualTo(proper);
        assertThat(responder.refused()).isEqualTo(proper ? 0 : 1);
    }

    @Test
    void requestMustExpireSoon() {
        Bus.Message request = Bus.Message.of(TAKE, new byte[1]);
        assertThat(Responder.expires(request)).isFalse();
        assertThat(Responder.expires(request.withExpiry(Duration.ofSeconds(11)))).isFalse();
        assertThat(Responder.expires(request.withExpiry(Duration.ofSeconds(10)))).isTrue();
    }

    @Test
    void statusIsSaidForEachConnectionAndAgainWhenAnotherStandsThere() {
        List<String> seen = new ArrayList<>();
        String topic = TOPICS.deviceStatus("d1");
        Bus hall =
                open("h1", List.of(topic), n -> {}, m -> seen.add(new String(m.payload(), UTF_8)));
        List<StatusAnnouncer> holder = new ArrayList<>();
        Bus device =
                open(
                        "d1",
                        List.of(topic),
                        n -> holder.forEach(s -> s.connected(n)),
                        m -> holder.forEach(s -> s.received(m)));
        StatusAnnouncer status = new StatusAnnouncer(device, strand, topic);
        holder.add(status);
        status.connected(1);
        status.announce(n -> ("online " + n).getBytes(UTF_8));
        status.announce(n -> ("degraded " + n).getBytes(UTF_8));
        time.advance(Duration.ofSeconds(5));
        assertThat(seen).endsWith("degraded 1");
        assertThat(status.repeats()).as("its own earlier word is no quarrel").isZero();

        seen.clear();
        hall.publish(Bus.Message.retained(topic, "offline 1".getBytes(UTF_8)));
        time.advance(Duration.ofSeconds(5));
        assertThat(seen).containsExactly("offline 1", "degraded 1");

        seen.clear();
        broker.cut("d1");
        time.advance(Duration.ofSeconds(3));
        broker.mend("d1");
        time.advance(Duration.ofSeconds(5));
        assertThat(seen)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("degraded ")
                .isNotEqualTo("degraded 1");
        assertThat(status.repeats()).isEqualTo(1);
    }
}
