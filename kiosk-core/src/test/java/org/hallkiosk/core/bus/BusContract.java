package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the bus, and a broker with our permissions, do; true of each broker that we stand on.
 *
 * <p>One broker serves all tests, one after the other. Each test has devices of its own, and the
 * hall's session ends with it, so that nothing of one test reaches the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BusContract {

    static final Topics TOPICS = new Topics("h1");
    static final boolean LONG = Boolean.getBoolean("hallkiosk.long");

    /** How many messages wait for a device that was away, in the test of T12. */
    static final int BACKLOG = LONG ? 5000 : 200;

    Path directory;
    TestBroker broker;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int devices;

    abstract TestBroker start(Path where) throws Exception;

    @BeforeAll
    void startBroker(@TempDir Path where) throws Exception {
        directory = where;
        broker = start(directory);
    }

    @AfterEach
    void closePeers() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        opened.clear();
        Peer.endSession("h1", broker.port());
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    /** The name of a device that no other test has. */
    String device() {
        return "d" + ++devices;
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
        String name = device();
        Peer hall = peer("h1", "hk/1/h1/device/+/request/+");
        Peer device = peer(name, "hk/1/h1/device/" + name + "/response/#");
        String answerTopic = TOPICS.deviceResponse(name, "1");
        device.publish(
                        Bus.Message.of(
                                        TOPICS.deviceRequest(name, "ticket.take"),
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
        // What the hall does within 15 s (OUTSIDE.md "Sessions and wills"), at its own pace.
        Peer hall = new Peer(Peer.settings("h1", broker.port(), MqttSettings.Timing.STANDARD));
        opened.add(hall);
        hall.await(Peer.Event.Connected.class);
        hall.retain(TOPICS.windowState(1), "old");
        hall.retain(TOPICS.windowState(1), "new");
        hall.retain(TOPICS.windowState(2), "gone");
        hall.retain(TOPICS.windowState(2), "");
        Peer window = peer(device(), "hk/1/h1/window/+/state");
        assertThat(window.awaitText("new").message().retained()).isTrue();

        broker.restart();
        assertThat(window.await(Peer.Event.Received.class, e -> true, Duration.ofSeconds(15)))
                .extracting(Peer.Event.Received::text)
                .isEqualTo("new");
        Peer late = peer(device(), "hk/1/h1/window/+/state");
        assertThat(late.receivedWithin(Duration.ofMillis(300)))
                .extracting(Peer.Event.Received::text)
                .containsExactly("new");
        hall.retain(TOPICS.windowState(1), "");
        window.awaitText("");
    }

    @Test
    void onlyLongAbsenceIsToldByWill() throws Exception {
        // What 3 s are to the will delay of 10 s, 0.9 s are to 3 s.
        Duration willDelay = Duration.ofSeconds(LONG ? 10 : 3);
        Duration drop = Duration.ofMillis(LONG ? 3000 : 900);
        String dropped = device();
        String lost = device();
        String left = device();
        Peer hall = peer("h1", statusOf(dropped), statusOf(lost), statusOf(left));
        FaultProxy shortFault = proxy();
        FaultProxy longFault = proxy();
        Peer returning = withWill(dropped, shortFault.port(), willDelay);
        Peer absent = withWill(lost, longFault.port(), willDelay);
        Peer leaving = withWill(left, broker.port(), willDelay);
        for (String name : List.of(dropped, lost, left)) {
            hall.await(Peer.Event.Received.class, e -> e.text().equals("online " + name));
        }
        leaving.retain(TOPICS.deviceStatus(left), "goodbye");
        leaving.close();
        hall.awaitText("goodbye");

        shortFault.mode(FaultProxy.Mode.CUT);
        longFault.mode(FaultProxy.Mode.CUT);
        returning.await(Peer.Event.Disconnected.class);
        absent.await(Peer.Event.Disconnected.class);
        assertThat(hall.receivedWithin(drop)).isEmpty();
        shortFault.mode(FaultProxy.Mode.PASS);
        returning.await(Peer.Event.Connected.class);
        List<String> seen = new ArrayList<>();
        hall.await(
                Peer.Event.Received.class,
                e -> {
                    seen.add(e.text());
                    return e.topic().equals(TOPICS.deviceStatus(lost));
                });
        // The will of the one that is gone came; so would have come the others'.
        hall.receivedWithin(Duration.ofMillis(500)).forEach(e -> seen.add(e.text()));
        assertThat(seen).contains("offline 1").containsOnly("offline 1", "online " + dropped);
    }

    private Peer impatient(String name, int port) {
        Peer made = new Peer(Peer.settings(name, port, Peer.IMPATIENT));
        opened.add(made);
        return made;
    }

    private static String statusOf(String device) {
        return "hk/1/h1/device/" + device + "/status";
    }

    private Peer withWill(String name, int port, Duration willDelay) throws InterruptedException {
        Peer made = new Peer(Peer.settings(name, port, Peer.QUICK.withWillDelay(willDelay)));
        opened.add(made);
        made.await(Peer.Event.Connected.class);
        made.retain(TOPICS.deviceStatus(name), "online " + name);
        return made;
    }

    @Test
    void nothingOfAnotherIdentityIsWrittenOrRead() throws Exception {
        String a = device();
        String b = device();
        Peer hall = peer("h1", "hk/1/h1/#");
        Peer victim = peer(b, "hk/1/h1/device/" + b + "/command/+", statusOf(b));
        FaultProxy proxy = proxy();
        Peer thief =
                peerAt(
                        proxy.port(),
                        a,
                        "#",
                        "$SYS/#",
                        "hk/1/h1/#",
                        "hk/1/h1/device/+/response/#",
                        "hk/1/h1/device/" + b + "/command/+",
                        "hk/1/h1/device/" + b + "/response/#",
                        "hk/1/h1/device/" + a + "/command/+");
        hall.tell(TOPICS.deviceResponse(b, "1"), "secret answer");
        hall.tell(TOPICS.deviceCommand(b, "identify"), "secret command");
        victim.tell(TOPICS.deviceRequest(b, "ticket.take"), "secret request");

        List<String> forged =
                List.of(
                        TOPICS.deviceRequest(b, "ticket.take"),
                        TOPICS.deviceStatus(b),
                        TOPICS.deviceReply(b, "1"),
                        TOPICS.deviceCommand(a, "identify"),
                        TOPICS.deviceResponse(a, "1"),
                        TOPICS.windowState(1),
                        TOPICS.queueState(),
                        TOPICS.config(),
                        TOPICS.zoneSay("a"),
                        TOPICS.demoRequest("ticket.take"),
                        TOPICS.event(),
                        TOPICS.centerAck(),
                        "$SYS/broker/version",
                        "hk/1/h2/device/" + a + "/request/ticket.take",
                        "other");
        for (String topic : forged) {
            // A broker refuses it with a reason, drops it, or ends the connection.
            CompletableFuture<Void> sent = thief.publish(topic, "forged");
            assertThat(sent.handle((ok, failed) -> true).get(30, TimeUnit.SECONDS)).isTrue();
        }
        boolean taken = false;
        while (!taken) {
            taken =
                    thief.publish(TOPICS.deviceRequest(a, "ticket.take"), "honest")
                            .handle((ok, failed) -> failed == null)
                            .get(30, TimeUnit.SECONDS);
            if (!taken) {
                thief.await(Peer.Event.Connected.class);
            }
        }
        hall.tell(TOPICS.deviceCommand(a, "identify"), "command to the thief");

        // What is allowed comes last, so that what is forbidden would have come before.
        List<String> seen = new ArrayList<>();
        hall.await(
                Peer.Event.Received.class,
                e -> {
                    seen.add(e.text());
                    return e.text().equals("honest");
                });
        assertThat(seen).doesNotContain("forged").contains("secret request");
        assertThat(thief.await(Peer.Event.Received.class).text()).isEqualTo("command to the thief");
        // Overlapping subscriptions may bring a message more than once (MQTT 5 §3.3.4).
        assertThat(thief.receivedWithin(Duration.ofMillis(300)))
                .extracting(Peer.Event.Received::text)
                .allMatch("command to the thief"::equals);
        assertThat(victim.await(Peer.Event.Received.class).text()).isEqualTo("secret command");
    }

    @Test
    @ExpectLog("d[0-9]+ needs a person: NOT_AUTHORIZED")
    void wrongPasswordIsAnAlarmAndTriedAgainSlowly() throws Exception {
        String name = device();
        Peer impostor =
                new Peer(
                        new MqttSettings(
                                name,
                                Peer.settings(name, broker.port(), Peer.QUICK).brokers(),
                                Optional.of("wrong".getBytes(UTF_8)),
                                Optional.empty(),
                                Peer.QUICK));
        opened.add(impostor);
        assertThat(impostor.await(Peer.Event.Alarmed.class).alarm())
                .isEqualTo(Bus.Alarm.NOT_AUTHORIZED);
        impostor.await(Peer.Event.Alarmed.class);
        assertThat(impostor.events).noneMatch(e -> e instanceof Peer.Event.Connected);
    }

    @Test
    @ExpectLog("d[0-9]+ needs a person: DUPLICATE_IDENTITY")
    void duplicateIdentityIsAnAlarm() throws Exception {
        String name = device();
        Peer first = peer(name);
        Peer second = peer(name);
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

    /**
     * Of those that expired one had been sent and was not acknowledged: HiveMQ CE 2025.5 by itself
     * would give its reader nothing more (docs/adr/0021).
     */
    @Test
    void messagesAreKeptForShortAbsenceUnlessTheyExpire() throws Exception {
        Duration brief = Duration.ofSeconds(2);
        String name = device();
        String command = TOPICS.deviceCommand(name, "identify");
        Peer hall = peer("h1");
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), name, command);
        hall.tell(retained(1, "expired").withExpiry(brief));
        hall.tell(retained(2, "lasting").withExpiry(Duration.ofSeconds(60)));
        proxy.swallowOfClients(FaultProxy.PUBACK, true);
        hall.tell(message(command, "seen").withExpiry(brief));
        assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("seen");
        proxy.mode(FaultProxy.Mode.CUT);
        device.await(Peer.Event.Disconnected.class);
        hall.tell(message(command, "old").withExpiry(brief));
        hall.tell(command, "kept");
        // Brokers count whole seconds.
        device.receivedWithin(brief.plusMillis(1100));
        proxy.swallowOfClients(FaultProxy.PUBACK, false);
        proxy.mode(FaultProxy.Mode.PASS);
        assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("kept");
        hall.tell(command, "new");
        assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("new");

        Peer late = peer(device(), "hk/1/h1/window/+/state");
        Peer.Event.Received state = late.await(Peer.Event.Received.class);
        assertThat(state.text()).isEqualTo("lasting");
        assertThat(state.message().expiry().orElseThrow())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(58));
        assertThat(state.message().userProperties()).isEmpty();
        hall.tell(retained(2, ""));
        assertThat(late.await(Peer.Event.Received.class).text()).isEmpty();
    }

    /** Publishes so many; returns when the broker has them all. */
    private static void tellAll(Peer from, int count, IntFunction<Bus.Message> message)
            throws Exception {
        CompletableFuture<?>[] sent =
                IntStream.range(0, count)
                        .mapToObj(i -> from.publish(message.apply(i)))
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(sent).get(120, TimeUnit.SECONDS);
    }

    private static Bus.Message message(String topic, String text) {
        return Bus.Message.of(topic, text.getBytes(UTF_8));
    }

    private static Bus.Message retained(int window, String text) {
        return Bus.Message.retained(TOPICS.windowState(window), text.getBytes(UTF_8));
    }

    /** RELIABILITY.md T9. */
    @Test
    void muteBrokerIsLeftBehind() throws Exception {
        FaultProxy proxy = proxy();
        proxy.mode(FaultProxy.Mode.HOLD);
        String name = device();
        Peer device = impatient(name, proxy.port());
        device.await(Peer.Event.Disconnected.class);
        device.await(Peer.Event.Disconnected.class);
        assertThat(proxy.accepted()).isGreaterThanOrEqualTo(2);
        proxy.mode(FaultProxy.Mode.PASS);
        device.await(Peer.Event.Connected.class);
        device.tell(TOPICS.deviceRequest(name, "ticket.take"), "works");
    }

    /** RELIABILITY.md T11. */
    @Test
    void halfOpenLinkIsNoticedAndIdleOneStaysUp() throws Exception {
        String name = device();
        Peer idle = impatient(name, broker.port());
        FaultProxy proxy = proxy();
        Peer device = impatient(device(), proxy.port());
        idle.await(Peer.Event.Connected.class);
        device.await(Peer.Event.Connected.class);
        long before = System.nanoTime();
        proxy.mode(FaultProxy.Mode.HOLD);
        device.await(Peer.Event.Disconnected.class);
        // Not sooner than the silence that is allowed: an idle connection is not a dead one.
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(Duration.ofSeconds(1));
        proxy.mode(FaultProxy.Mode.PASS);
        device.await(Peer.Event.Connected.class);
        // It was as silent as the other, but for the pings.
        assertThat(idle.events).isEmpty();
        idle.tell(TOPICS.deviceRequest(name, "ticket.take"), "still there");
    }

    /** RELIABILITY.md T10. */
    @Test
    void swallowedAcknowledgementsEndInOneReconnectAndDelivery() throws Exception {
        swallowAcknowledgements(broker);
    }

    void swallowAcknowledgements(TestBroker at) throws Exception {
        String name = device();
        String topic = TOPICS.deviceRequest(name, "ticket.take");
        Peer hall = peerAt(at.port(), "h1", topic);
        FaultProxy proxy = new FaultProxy(at.port());
        opened.add(proxy);
        Peer device = impatient(name, proxy.port());
        device.await(Peer.Event.Connected.class);
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
        String name = device();
        String command = TOPICS.deviceCommand(name, "identify");
        Peer hall = peer("h1");
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), name, command, "hk/1/h1/config");
        proxy.mode(FaultProxy.Mode.CUT);
        device.await(Peer.Event.Disconnected.class);
        tellAll(hall, BACKLOG, i -> message(command, "c" + i));
        proxy.mode(FaultProxy.Mode.PASS);
        for (int i = 0; i < BACKLOG; i++) {
            assertThat(device.await(Peer.Event.Received.class).text()).isEqualTo("c" + i);
        }
    }

    /** RELIABILITY.md T13: the sender keeps what was not answered and sends it again. */
    @Test
    void nothingIsMissingWhenBrokerIsKilledUnderLoad() throws Exception {
        int kills = LONG ? 50 : 2;
        String name = device();
        String topic = TOPICS.deviceRequest(name, "ticket.proof");
        Peer hall = peer("h1", topic);
        Peer device = peer(name);
        int next = 0;
        for (int k = 0; k < kills; k++) {
            if (k % 4 == 3) {
                // Five short connections in a row would pass for a duplicate identity.
                device.receivedWithin(Peer.QUICK.stable());
            }
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

    /**
     * RELIABILITY.md T13: the broker drops what it has no room for and tells nobody. A window that
     * was away has the newest state at its end all the same, whatever of its past was dropped.
     */
    void newestStateSurvivesAnOverflow(TestBroker at, int room) throws Exception {
        String name = device();
        int states = room + 200;
        Peer hall = peerAt(at.port(), "h1");
        FaultProxy proxy = new FaultProxy(at.port());
        opened.add(proxy);
        Peer window = peerAt(proxy.port(), name, "hk/1/h1/window/+/state");
        proxy.mode(FaultProxy.Mode.CUT);
        window.await(Peer.Event.Disconnected.class);
        tellAll(hall, states, i -> retained(1, "" + (i + 1)));
        proxy.mode(FaultProxy.Mode.PASS);
        List<String> seen = new ArrayList<>();
        window.await(
                Peer.Event.Received.class,
                e -> {
                    seen.add(e.text());
                    return e.text().equals("" + states);
                });
        assertThat(seen).as("something was dropped").hasSizeLessThan(states);
        // Nothing older comes behind it.
        assertThat(window.receivedWithin(Duration.ofMillis(300)))
                .extracting(Peer.Event.Received::text)
                .allMatch(("" + states)::equals);
    }

    /**
     * RELIABILITY.md T13: requests to a hall that was away. Whoever asked what was dropped gets no
     * answer, asks again, and is answered.
     */
    void droppedRequestsAreAskedAgain(TestBroker at, int room) throws Exception {
        String name = device();
        FaultProxy proxy = new FaultProxy(at.port());
        opened.add(proxy);
        String telemetry = TOPICS.deviceTelemetry(name);
        Peer hall = peerAt(proxy.port(), "h1", "hk/1/h1/device/+/request/+", telemetry);
        Peer device = peerAt(at.port(), name, "hk/1/h1/device/" + name + "/response/#");
        Responder responder = new Responder(hall.bus, TOPICS);
        Requester requester = new Requester(device.bus, device.strand, UUID::randomUUID);
        proxy.mode(FaultProxy.Mode.CUT);
        hall.await(Peer.Event.Disconnected.class);

        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 40).forEach(i -> unanswered.add("request " + i));
        tellAll(device, room - 20, i -> message(telemetry, "" + i));
        int rounds = 0;
        for (; !unanswered.isEmpty(); rounds++) {
            List<CompletableFuture<Boolean>> fates = new ArrayList<>();
            for (String text : unanswered) {
                fates.add(
                        CompletableFuture.supplyAsync(
                                        () ->
                                                requester.request(
                                                        TOPICS.deviceRequest(name, "ticket.take"),
                                                        text.getBytes(UTF_8),
                                                        TOPICS.deviceResponse(name, "1"),
                                                        Duration.ofSeconds(3)),
                                        device.strand)
                                .thenCompose(answer -> answer)
                                .handle((answer, none) -> none == null && unanswered.remove(text)));
            }
            if (rounds == 0) {
                device.tell(TOPICS.deviceStatus(name), "all sent");
                proxy.mode(FaultProxy.Mode.PASS);
            }
            while (!fates.stream().allMatch(CompletableFuture::isDone)) {
                answer(hall, responder);
                for (Peer.Event.Received answer : device.receivedWithin(Duration.ofMillis(20))) {
                    device.strand.execute(() -> requester.received(answer.message()));
                }
            }
        }
        assertThat(rounds).as("something was dropped").isGreaterThan(1);
    }

    /** Telemetry wants no answer. */
    private static void answer(Peer hall, Responder responder) throws InterruptedException {
        for (Peer.Event.Received request : hall.receivedWithin(Duration.ofMillis(20))) {
            hall.strand.execute(
                    () ->
                            responder
                                    .answerTo(request.message())
                                    .ifPresent(back -> back.send(request.message().payload())));
        }
    }

    @Test
    void nothingIsLeftBehindByManyBrokenAttempts() throws Exception {
        FaultProxy proxy = proxy();
        Peer device = peerAt(proxy.port(), device());
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
