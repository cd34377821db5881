package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bus, and a broker with our permissions, do; true of each broker that we stand on. */
abstract class BusContract {

    static final Topics TOPICS = new Topics("h1");
    static final boolean LONG = Boolean.getBoolean("hallkiosk.long");

    @TempDir Path directory;
    TestBroker broker;
    private final List<AutoCloseable> opened = new ArrayList<>();

    abstract TestBroker start(Path where) throws Exception;

    @BeforeEach
    void startBroker() throws Exception {
        broker = start(directory);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        broker.close();
    }

    Peer peer(String identity, String... filters) throws InterruptedException {
        return peerAt(broker.port(), identity, filters);
    }

    Peer peerAt(int port, String identity, String... filters) throws InterruptedException {
        Peer made = new Peer(identity, port, filters);
        opened.add(made);
        made.await(Peer.Event.Connected.class);
        return made;
    }

    FaultProxy proxy() throws Exception {
        FaultProxy made = new FaultProxy(broker.port());
        opened.add(made);
        return made;
    }

    @Test
    void requestAndAnswerKeepTheirProperties() throws Exception {
        Peer hall = peer("h1", "hk/1/h1/device/+/request/+");
        Peer device = peer("d1", "hk/1/h1/device/d1/response/#");
        String answerTopic = TOPICS.deviceResponse("d1", "1");
        device.publish(
                        Bus.Message.of(
                                        TOPICS.deviceRequest("d1", "ticket.take"),
                                        "取号".getBytes(UTF_8))
                                .withExpiry(Duration.ofSeconds(10))
                                .withResponse(answerTopic, new byte[] {0, 1, -1}))
                .get(30, TimeUnit.SECONDS);

        Bus.Message request = hall.awaitText("取号").message();
        assertThat(request.expiry())
                .hasValueSatisfying(
                        e ->
                                assertThat(e)
                                        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
        assertThat(request.responseTopic()).contains(answerTopic);
        assertThat(request.correlation())
                .hasValueSatisfying(c -> assertThat(c).containsExactly(0, 1, -1));
        assertThat(request.retained()).isFalse();

        hall.publish(
                        Bus.Message.of(answerTopic, "{}".getBytes(UTF_8))
                                .withUserProperties(Map.of("hash", "abc")))
                .get(30, TimeUnit.SECONDS);
        assertThat(device.awaitText("{}").message().userProperties()).containsEntry("hash", "abc");
    }

    @Test
    void retainedStateIsAnnouncedAgainNewestOnlyAfterBrokerRestart() throws Exception {
        Peer hall = peer("h1");
        hall.retain(TOPICS.windowState(1), "old");
        hall.retain(TOPICS.windowState(1), "new");
        hall.retain(TOPICS.windowState(2), "gone");
        hall.retain(TOPICS.windowState(2), "");
        Peer window = peer("w1", "hk/1/h1/window/+/state");
        assertThat(window.awaitText("new").message().retained()).isTrue();

        broker.restart();
        hall.await(Peer.Event.Connected.class);
        window.await(Peer.Event.Connected.class);
        assertThat(window.await(Peer.Event.Received.class).text()).isEqualTo("new");

        Peer late = peer("d1", "hk/1/h1/window/+/state");
        assertThat(late.receivedWithin(Duration.ofMillis(500)))
                .extracting(Peer.Event.Received::text)
                .containsExactly("new");
    }

    @Test
    void shortDropShowsNoOfflineAndLongOneDoes() throws Exception {
        // What 3 s are to the will delay of 10 s, 1 s is to 3 s.
        Duration willDelay = Duration.ofSeconds(LONG ? 10 : 3);
        Duration drop = Duration.ofSeconds(LONG ? 3 : 1);
        Peer hall = peer("h1", "hk/1/h1/device/+/status");
        FaultProxy proxy = proxy();
        Peer device =
                new Peer(
                        Peer.settings("d1", proxy.port(), Peer.QUICK.withWillDelay(willDelay)),
                        "hk/1/h1/device/d1/status");
        opened.add(device);
        device.await(Peer.Event.Connected.class);
        device.retain(TOPICS.deviceStatus("d1"), "online");
        hall.awaitText("online");

        proxy.mode(FaultProxy.Mode.CUT);
        device.await(Peer.Event.Disconnected.class);
        assertThat(hall.receivedWithin(drop)).isEmpty();
        proxy.mode(FaultProxy.Mode.PASS);
        long last = device.await(Peer.Event.Connected.class).connection();
        assertThat(hall.receivedWithin(willDelay.plusSeconds(2)))
                .extracting(Peer.Event.Received::text)
                .containsOnly("online");

        proxy.mode(FaultProxy.Mode.CUT);
        assertThat(hall.await(Peer.Event.Received.class).text()).isEqualTo("offline " + last);
    }

    @Test
    void orderlyEndLeavesNoWill() throws Exception {
        Peer hall = peer("h1", "hk/1/h1/device/+/status");
        Peer device = new Peer("d1", broker.port());
        device.await(Peer.Event.Connected.class);
        device.retain(TOPICS.deviceStatus("d1"), "goodbye");
        device.close();
        hall.awaitText("goodbye");
        assertThat(hall.receivedWithin(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void nothingOfAnotherIdentityIsWrittenOrRead() throws Exception {
        Peer hall = peer("h1", "hk/1/h1/#");
        Peer victim = peer("d2", "hk/1/h1/device/d2/command/+", "hk/1/h1/device/d2/status");
        FaultProxy proxy = proxy();
        Peer thief =
                peerAt(
                        proxy.port(),
                        "d1",
                        "#",
                        "$SYS/#",
                        "hk/1/h1/#",
                        "hk/1/h1/device/+/response/#",
                        "hk/1/h1/device/d2/command/+",
                        "hk/1/h1/device/d2/response/#",
                        "hk/1/h1/device/d1/command/+");
        hall.tell(TOPICS.deviceResponse("d2", "1"), "secret answer");
        hall.tell(TOPICS.deviceCommand("d2", "identify"), "secret command");
        victim.tell(TOPICS.deviceRequest("d2", "ticket.take"), "secret request");

        List<String> forged =
                List.of(
                        TOPICS.deviceRequest("d2", "ticket.take"),
                        TOPICS.deviceStatus("d2"),
                        TOPICS.deviceReply("d2", "1"),
                        TOPICS.deviceCommand("d1", "identify"),
                        TOPICS.deviceResponse("d1", "1"),
                        TOPICS.windowState(1),
                        TOPICS.queueState(),
                        TOPICS.config(),
                        TOPICS.zoneSay("a"),
                        TOPICS.demoRequest("ticket.take"),
                        TOPICS.event(),
                        TOPICS.centerAck(),
                        "$SYS/broker/version",
                        "hk/1/h2/device/d1/request/ticket.take",
                        "other");
        for (String topic : forged) {
            // A broker refuses it with a reason, drops it, or ends the connection.
            CompletableFuture<Void> sent = thief.publish(topic, "forged");
            assertThat(sent.handle((ok, failed) -> true).get(30, TimeUnit.SECONDS)).isTrue();
        }
        boolean taken = false;
        while (!taken) {
            taken =
                    thief.publish(TOPICS.deviceRequest("d1", "ticket.take"), "honest")
                            .handle((ok, failed) -> failed == null)
                            .get(30, TimeUnit.SECONDS);
            if (!taken) {
                thief.await(Peer.Event.Connected.class);
            }
        }
        hall.tell(TOPICS.deviceCommand("d1", "identify"), "command to d1");

        // What is allowed comes last, so that what is forbidden would have come before.
        List<String> seen = new ArrayList<>();
        hall.await(
                Peer.Event.Received.class,
                e -> {
                    seen.add(e.text());
                    return e.text().equals("honest");
                });
        assertThat(seen).doesNotContain("forged").contains("secret request");
        assertThat(thief.await(Peer.Event.Received.class).text()).isEqualTo("command to d1");
        // Overlapping subscriptions may bring a message more than once (MQTT 5 §3.3.4).
        assertThat(thief.receivedWithin(Duration.ofMillis(300)))
                .extracting(Peer.Event.Received::text)
                .allMatch("command to d1"::equals);
        assertThat(victim.await(Peer.Event.Received.class).text()).isEqualTo("secret command");
    }

    @Test
    @ExpectLog("d1 needs a person: NOT_AUTHORIZED")
    void wrongPasswordIsAnAlarmAndTriedAgainSlowly() throws Exception {
        MqttSettings known = Peer.settings("d1", broker.port(), Peer.QUICK);
        MqttSettings settings =
                new MqttSettings(
                        "d1",
                        known.brokers(),
                        Optional.of("wrong".getBytes(UTF_8)),
                        Optional.empty(),
                        Peer.QUICK);
        Peer impostor = new Peer(settings);
        opened.add(impostor);
        assertThat(impostor.await(Peer.Event.Alarmed.class).alarm())
                .isEqualTo(Bus.Alarm.NOT_AUTHORIZED);
        impostor.await(Peer.Event.Alarmed.class);
        assertThat(impostor.events).noneMatch(e -> e instanceof Peer.Event.Connected);
    }

    @Test
    @ExpectLog("d1 needs a person: DUPLICATE_IDENTITY")
    void duplicateIdentityIsAnAlarm() throws Exception {
        Peer first = peer("d1");
        Peer second = peer("d1");
        assertThat(first.await(Peer.Event.Alarmed.class).alarm())
                .isEqualTo(Bus.Alarm.DUPLICATE_IDENTITY);
        // The two take turns, and each loss is told.
        second.await(Peer.Event.Disconnected.class);
    }

    @Test
    void oversizedMessageIsRefusedBeforeItIsSent() throws Exception {
        Peer hall = peer("h1", "hk/1/h1/config");
        byte[] most = new byte[256 * 1024 - 100];
        CompletableFuture<Void> tooLarge =
                hall.publish(Bus.Message.of(TOPICS.config(), new byte[256 * 1024]));
        assertThat(tooLarge)
                .failsWithin(Peer.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(Bus.NotSent.class);
        hall.publish(Bus.Message.of(TOPICS.config(), most)).get(30, TimeUnit.SECONDS);
        assertThat(hall.await(Peer.Event.Received.class).message().payload()).hasSize(most.length);
        assertThat(hall.events).noneMatch(e -> e instanceof Peer.Event.Disconnected);
    }

    @Test
    void sessionKeepsMessagesForShortAbsenceAndExpiredOnesAreDropped() throws Exception {
        Peer hall = peer("h1");
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), "d1", "hk/1/h1/device/d1/command/+");
        proxy.mode(FaultProxy.Mode.CUT);
        device.await(Peer.Event.Disconnected.class);
        hall.publish(
                        Bus.Message.of(
                                        TOPICS.deviceCommand("d1", "identify"),
                                        "old".getBytes(UTF_8))
                                .withExpiry(Duration.ofSeconds(1)))
                .get(30, TimeUnit.SECONDS);
        hall.tell(TOPICS.deviceCommand("d1", "identify"), "kept");
        device.receivedWithin(Duration.ofMillis(2500));
        proxy.mode(FaultProxy.Mode.PASS);
        assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("kept");
    }

    /** RELIABILITY.md T9. */
    @Test
    void muteBrokerIsLeftBehind() throws Exception {
        FaultProxy proxy = proxy();
        proxy.mode(FaultProxy.Mode.HOLD);
        Peer device = new Peer("d1", proxy.port());
        opened.add(device);
        device.await(Peer.Event.Disconnected.class);
        device.await(Peer.Event.Disconnected.class);
        assertThat(proxy.accepted()).isGreaterThanOrEqualTo(2);
        proxy.mode(FaultProxy.Mode.PASS);
        device.await(Peer.Event.Connected.class);
        device.tell(TOPICS.deviceRequest("d1", "ticket.take"), "works");
    }

    /** RELIABILITY.md T11. */
    @Test
    void halfOpenLinkIsNoticedAndLeftBehind() throws Exception {
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), "d1");
        long before = System.nanoTime();
        proxy.mode(FaultProxy.Mode.HOLD);
        device.await(Peer.Event.Disconnected.class);
        // Not sooner than the silence that is allowed: an idle connection is not a dead one.
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(Duration.ofSeconds(1));
        proxy.mode(FaultProxy.Mode.PASS);
        device.await(Peer.Event.Connected.class);
    }

    @Test
    void idleConnectionStaysUp() throws Exception {
        Peer device = peer("d1");
        device.receivedWithin(Duration.ofSeconds(5));
        assertThat(device.events).isEmpty();
        device.tell(TOPICS.deviceRequest("d1", "ticket.take"), "still there");
    }

    /** RELIABILITY.md T10. */
    @Test
    void swallowedAcknowledgementsEndInOneReconnectAndDelivery() throws Exception {
        Peer hall = peer("h1", "hk/1/h1/device/+/request/+");
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), "d1");
        String topic = TOPICS.deviceRequest("d1", "ticket.take");
        proxy.swallow(FaultProxy.PUBACK, true);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sent.add(device.publish(topic, "a" + i));
        }
        device.await(Peer.Event.Disconnected.class);
        proxy.swallow(FaultProxy.PUBACK, false);
        assertThat(proxy.swallows()).isPositive();
        for (CompletableFuture<Void> one : sent) {
            assertThat(one).failsWithin(Peer.PATIENCE);
        }
        device.await(Peer.Event.Connected.class);
        for (int i = 0; i < 30; i++) {
            device.tell(topic, "b" + i);
        }
        hall.awaitText("b29");
        assertThat(device.events).noneMatch(e -> e instanceof Peer.Event.Disconnected);
    }

    /** RELIABILITY.md T12. */
    @Test
    void backlogAtReconnectIsHandledInOrder() throws Exception {
        int count = LONG ? 5000 : 500;
        Peer hall = peer("h1");
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), "d1", "hk/1/h1/device/d1/command/+", "hk/1/h1/config");
        proxy.mode(FaultProxy.Mode.CUT);
        device.await(Peer.Event.Disconnected.class);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(hall.publish(TOPICS.deviceCommand("d1", "identify"), "c" + i));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        proxy.mode(FaultProxy.Mode.PASS);
        for (int i = 0; i < count; i++) {
            assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("c" + i);
        }
    }

    /** RELIABILITY.md T13: the sender keeps what was not answered and sends it again. */
    @Test
    void nothingIsMissingWhenBrokerIsKilledUnderLoad() throws Exception {
        int kills = LONG ? 50 : 3;
        Peer hall = peer("h1", "hk/1/h1/device/+/request/+");
        Peer device = peer("d1");
        String topic = TOPICS.deviceRequest("d1", "ticket.proof");
        int next = 0;
        for (int k = 0; k < kills; k++) {
            List<CompletableFuture<Void>> burst = new ArrayList<>();
            int first = next;
            for (int i = 0; i < 100; i++) {
                burst.add(device.publish(topic, "" + next++));
            }
            broker.restart();
            for (CompletableFuture<Void> one : burst) {
                one.handle((ok, failed) -> true).get(60, TimeUnit.SECONDS);
            }
            hall.await(Peer.Event.Connected.class);
            device.await(Peer.Event.Connected.class);
            // An acknowledgement of the broker says nothing about the hall: send all of them again.
            for (int i = first; i < next; i++) {
                device.tell(topic, "" + i);
            }
            int expected = first;
            while (expected < next) {
                if (hall.await(Peer.Event.Received.class).text().equals("" + expected)) {
                    expected++;
                }
            }
        }
    }

    @Test
    void nothingIsLeftBehindByManyBrokenAttempts() throws Exception {
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), "d1");
        for (int i = 0; i < (LONG ? 100 : 10); i++) {
            proxy.drop();
            device.await(Peer.Event.Connected.class);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> t.getName().startsWith("MQTT ") || t.getName().startsWith("mqtt-"))
                .as("three of Paho, one that connects, one that calls; and those that just end")
                .hasSizeLessThanOrEqualTo(15);
    }
}
