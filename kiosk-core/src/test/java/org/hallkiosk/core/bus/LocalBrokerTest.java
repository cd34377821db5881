package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.api.Test;

class LocalBrokerTest {

    private static final Topics TOPICS = new Topics("h1");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofHall("h1", true), time.strand(), Duration.ofMillis(2));

    private final class Peer implements Bus.Handler {
        final Bus bus;
        final List<Long> connections = new ArrayList<>();
        final List<String> received = new ArrayList<>();
        final AtomicLong counter = new AtomicLong();
        final List<Bus.Alarm> alarms = new ArrayList<>();
        int lost;

        Peer(String identity, String... filters) {
            bus = broker.bus(identity, time.strand(), counter::incrementAndGet);
            Bus.Will will =
                    identity.equals("h1") || identity.equals("demo")
                            ? null
                            : n ->
                                    Bus.Message.retained(
                                            TOPICS.deviceStatus(identity), bytes("offline " + n));
            bus.open(new Bus.Setup(List.of(filters), will), this);
        }

        @Override
        public void connected(long connection) {
            connections.add(connection);
        }

        @Override
        public void disconnected(String why) {
            lost++;
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            alarms.add(alarm);
        }

        @Override
        public void received(Bus.Message message) {
            received.add(
                    message.topic()
                            + (message.retained() ? " (retained) " : " ")
                            + new String(message.payload(), StandardCharsets.UTF_8));
        }

        void tell(String topic, String text) {
            bus.publish(Bus.Message.of(topic, bytes(text)));
        }

        CompletableFuture<Void> say(String topic, String text) {
            return bus.publish(Bus.Message.of(topic, bytes(text))).toCompletableFuture();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void deliversInOrderAndOnlyWhatIdentityMayReadAndWrite() {
        Peer hall = new Peer("h1", "hk/1/h1/device/+/request/+");
        Peer dispenser = new Peer("d1", "hk/1/h1/device/d1/response/#", "hk/1/h1/#");
        time.advance(Duration.ofSeconds(1));
        assertThat(broker.refused()).as("the subscription to everything").isEqualTo(1);

        dispenser.tell(TOPICS.deviceRequest("d1", "ticket.take"), "one");
        dispenser.tell(TOPICS.deviceRequest("d1", "ticket.take"), "two");
        CompletableFuture<Void> forged =
                dispenser.say(TOPICS.deviceRequest("d2", "ticket.take"), "as another");
        hall.tell(TOPICS.deviceResponse("d1", "x"), "answer");
        hall.tell(TOPICS.deviceResponse("d2", "x"), "not for d1");
        time.advance(Duration.ofSeconds(1));

        assertThat(hall.received)
                .containsExactly(
                        "hk/1/h1/device/d1/request/ticket.take one",
                        "hk/1/h1/device/d1/request/ticket.take two");
        assertThat(dispenser.received).containsExactly("hk/1/h1/device/d1/response/x answer");
        assertThat(forged).isCompletedExceptionally();
        assertThat(broker.refused()).isEqualTo(2);
    }

    @Test
    void demoClientReadsStatesButNoAnswers() {
        Peer demo = new Peer("demo", "hk/1/#", "answers/#");
        Peer hall = new Peer("h1");
        time.advance(Duration.ofSeconds(1));

        hall.tell(TOPICS.queueState(), "state");
        hall.tell(TOPICS.deviceResponse("d1", "x"), "secret");
        hall.tell(TOPICS.deviceCommand("d1", "evaluator.open"), "token");
        hall.tell("answers/1", "to demo");
        hall.tell("hk/1/other/queue/state", "another hall");
        demo.tell(TOPICS.demoRequest("ticket.take"), "request");
        assertThat(demo.say(TOPICS.queueState(), "forged")).isNotDone();
        time.advance(Duration.ofSeconds(1));

        assertThat(demo.received)
                .containsExactly(
                        "hk/1/h1/queue/state state",
                        "answers/1 to demo",
                        "hk/1/h1/request/ticket.take request");
        assertThat(broker.refused()).isEqualTo(2);
    }

    @Test
    void retainedStateComesWithSubscriptionAndAgainAfterBrokerRestart() {
        Peer hall = new Peer("h1");
        hall.bus.retain(TOPICS.windowState(1), bytes("old"));
        hall.bus.retain(TOPICS.windowState(1), bytes("new"));
        hall.bus.retain(TOPICS.windowState(2), bytes("gone"));
        time.advance(Duration.ofSeconds(1));
        hall.bus.retain(TOPICS.windowState(2), new byte[0]);
        time.advance(Duration.ofSeconds(1));
        Peer window = new Peer("w1", "hk/1/h1/window/+/state");
        time.advance(Duration.ofSeconds(1));
        assertThat(window.received).containsExactly("hk/1/h1/window/1/state (retained) new");

        broker.restart();
        time.advance(Duration.ofSeconds(15));
        assertThat(window.connections).containsExactly(1L, 2L);
        assertThat(window.received.getLast()).endsWith("window/1/state new");
        assertThat(window.received).noneMatch(text -> text.contains("window/2"));
    }

    @Test
    void shortDropShowsNoWillAndLongOneDoes() {
        Peer hall = new Peer("h1", "hk/1/h1/device/+/status");
        Peer device = new Peer("d1");
        time.advance(Duration.ofSeconds(1));

        broker.cut("d1");
        time.advance(Duration.ofSeconds(3));
        broker.mend("d1");
        time.advance(Duration.ofSeconds(30));
        assertThat(device.connections).hasSize(2);
        assertThat(hall.received).isEmpty();

        broker.cut("d1");
        time.advance(Duration.ofSeconds(9));
        assertThat(hall.received).isEmpty();
        time.advance(Duration.ofSeconds(2));
        long last = device.connections.getLast();
        assertThat(hall.received).containsExactly("hk/1/h1/device/d1/status offline " + last);
    }

    @Test
    void cutLosesWhatIsUnderWayAndRepeatsWhatWasNotAcknowledged() {
        Peer hall = new Peer("h1");
        Peer device = new Peer("d1", "hk/1/h1/device/d1/command/+");
        time.advance(Duration.ofSeconds(1));

        CompletableFuture<Void> sent = hall.say(TOPICS.deviceCommand("d1", "identify"), "1");
        time.advance(Duration.ofMillis(5));
        assertThat(device.received).as("delivered, acknowledgement under way").hasSize(1);
        broker.cut("d1");
        CompletableFuture<Void> away = device.say(TOPICS.deviceStatus("d1"), "lost");
        time.advance(Duration.ofSeconds(2));
        assertThat(sent).isCompleted();
        assertThat(away).isCompletedExceptionally();
        assertThat(device.lost).isPositive();

        hall.tell(TOPICS.deviceCommand("d1", "identify"), "2");
        hall.bus.publish(
                Bus.Message.of(TOPICS.deviceCommand("d1", "identify"), bytes("expires"))
                        .withExpiry(Duration.ofSeconds(3)));
        time.advance(Duration.ofSeconds(5));
        broker.mend("d1");
        time.advance(Duration.ofSeconds(5));
        assertThat(device.received.stream().map(text -> text.substring(text.length() - 1)))
                .containsExactly("1", "1", "2");
    }

    @Test
    void sessionEndsAfterItsExpiry() {
        Peer hall = new Peer("h1");
        Peer device = new Peer("d1", "hk/1/h1/device/d1/command/+");
        time.advance(Duration.ofSeconds(1));
        broker.cut("d1");
        hall.tell(TOPICS.deviceCommand("d1", "identify"), "1");
        time.advance(Duration.ofSeconds(61));
        broker.mend("d1");
        time.advance(Duration.ofSeconds(5));
        assertThat(device.connections).isNotEmpty();
        assertThat(device.received).isEmpty();
    }

    @Test
    void secondClientWithSameIdentityTakesConnectionOver() {
        Peer first = new Peer("d1");
        time.advance(Duration.ofSeconds(1));
        Peer second = new Peer("d1");
        time.advance(Duration.ofMillis(100));
        assertThat(first.lost).isEqualTo(1);
        assertThat(first.alarms).containsExactly(Bus.Alarm.DUPLICATE_IDENTITY);
        assertThat(second.lost).isZero();
    }

    @Test
    void closeSendsWhatWasRetainedAndLeavesNoWill() {
        Peer hall = new Peer("h1", "hk/1/h1/device/+/status");
        Peer device = new Peer("d1");
        time.advance(Duration.ofSeconds(1));
        device.bus.retain(TOPICS.deviceStatus("d1"), bytes("said goodbye"));
        device.bus.close();
        time.advance(Duration.ofSeconds(30));
        assertThat(hall.received).containsExactly("hk/1/h1/device/d1/status said goodbye");
        assertThat(device.say(TOPICS.deviceStatus("d1"), "after")).isCompletedExceptionally();
        assertThat(device.connections).hasSize(1);
    }
}
