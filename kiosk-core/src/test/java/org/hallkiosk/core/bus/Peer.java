package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.ThreadStrand;

/** One identity on a true {@link MqttBus}, whose events wait in a queue for the test. */
final class Peer implements AutoCloseable {

    /** Generous: the machine that runs the tests may be busy. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Quick to come back; its deadlines pass on no machine, however busy. */
    static final MqttSettings.Timing QUICK =
            new MqttSettings.Timing(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(60));

    /** For tests in which a deadline must pass. */
    static final MqttSettings.Timing IMPATIENT =
            new MqttSettings.Timing(
                    Duration.ofMillis(1500),
                    QUICK.ping(),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    QUICK.retryFirst(),
                    QUICK.retryMost(),
                    QUICK.retryRefused(),
                    QUICK.stable(),
                    QUICK.keepAlive(),
                    QUICK.willDelay(),
                    QUICK.sessionExpiry());

    sealed interface Event {
        record Connected(long connection) implements Event {}

        record Disconnected(String why) implements Event {}

        record Alarmed(Bus.Alarm alarm) implements Event {}

        record Received(Bus.Message message) implements Event {
            String topic() {
                return message.topic();
            }

            String text() {
                return new String(message.payload(), UTF_8);
            }
        }
    }

    final ThreadStrand strand;
    final MqttBus bus;
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private boolean closed;

    /** With a password and a will on its status topic. */
    Peer(String identity, int port, String... filters) {
        this(settings(identity, port, QUICK), filters);
    }

    static MqttSettings settings(String identity, int port, MqttSettings.Timing timing) {
        return new MqttSettings(
                identity,
                List.of(new MqttSettings.Address("127.0.0.1", port)),
                Optional.ofNullable(TestBroker.PASSWORDS.get(identity)).map(p -> p.getBytes(UTF_8)),
                Optional.empty(),
                timing);
    }

    Peer(MqttSettings settings, String... filters) {
        this(settings, true, filters);
    }

    /**
     * @param will whether it has a will on the status topic that it would have as a device
     */
    Peer(MqttSettings settings, boolean will, String... filters) {
        this.strand = new ThreadStrand("peer-" + settings.identity(), InstantSource.system());
        this.bus = new MqttBus(settings, new AtomicLong()::incrementAndGet, strand, new Random(7));
        String status = "hk/1/h1/device/" + settings.identity() + "/status";
        Bus.Setup setup =
                new Bus.Setup(
                        List.of(filters),
                        will
                                ? n ->
                                        Bus.Message.retained(
                                                status, ("offline " + n).getBytes(UTF_8))
                                : null);
        strand.execute(() -> bus.open(setup, new Recorder()));
    }

    private final class Recorder implements Bus.Handler {
        @Override
        public void connected(long connection) {
            events.add(new Event.Connected(connection));
        }

        @Override
        public void disconnected(String why) {
            events.add(new Event.Disconnected(why));
        }

        @Override
        public void received(Bus.Message message) {
            events.add(new Event.Received(message));
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            events.add(new Event.Alarmed(alarm));
        }
    }

    CompletableFuture<Void> publish(Bus.Message message) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        strand.execute(
                () ->
                        bus.publish(message)
                                .whenComplete(
                                        (done, failure) -> {
                                            if (failure == null) {
                                                result.complete(null);
                                            } else {
                                                result.completeExceptionally(failure);
                                            }
                                        }));
        return result;
    }

    CompletableFuture<Void> publish(String topic, String text) {
        return publish(Bus.Message.of(topic, text.getBytes(UTF_8)));
    }

    /** Publishes and waits for the broker's word. */
    void tell(String topic, String text) throws Exception {
        tell(Bus.Message.of(topic, text.getBytes(UTF_8)));
    }

    /** Publishes and waits for the broker's word. */
    void tell(Bus.Message message) throws Exception {
        publish(message).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void retain(String topic, String text) {
        strand.execute(() -> bus.retain(topic, text.getBytes(UTF_8)));
    }

    /** Waits for the first event of this kind; those before it are thrown away. */
    <T extends Event> T await(Class<T> kind) throws InterruptedException {
        return await(kind, e -> true);
    }

    <T extends Event> T await(Class<T> kind, Predicate<T> wanted) throws InterruptedException {
        return await(kind, wanted, PATIENCE);
    }

    <T extends Event> T await(Class<T> kind, Predicate<T> wanted, Duration patience)
            throws InterruptedException {
        List<Event> others = new ArrayList<>();
        long until = System.nanoTime() + patience.toNanos();
        for (Event e = poll(patience);
                e != null;
                e = poll(Duration.ofNanos(until - System.nanoTime()))) {
            if (kind.isInstance(e) && wanted.test(kind.cast(e))) {
                return kind.cast(e);
            }
            others.add(e);
        }
        throw new AssertionError("Waited for " + kind.getSimpleName() + ", saw " + others);
    }

    Event.Received awaitText(String text) throws InterruptedException {
        return await(Event.Received.class, e -> e.text().equals(text));
    }

    /** Waits for so long and says what was received in that time. */
    List<Event.Received> receivedWithin(Duration time) throws InterruptedException {
        List<Event.Received> seen = new ArrayList<>();
        long until = System.nanoTime() + time.toNanos();
        for (Event e = poll(time);
                e != null;
                e = poll(Duration.ofNanos(until - System.nanoTime()))) {
            if (e instanceof Event.Received received) {
                seen.add(received);
            }
        }
        return seen;
    }

    private Event poll(Duration time) throws InterruptedException {
        return events.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Makes the broker forget what it keeps for an identity that is not connected. */
    static void endSession(String identity, int port) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setUserName(identity);
        options.setPassword((identity + "-secret").getBytes(UTF_8));
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + port, identity, new MemoryPersistence());
        client.connect(options);
        client.disconnect();
        client.close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        CompletableFuture<Void> ended = new CompletableFuture<>();
        strand.execute(() -> bus.close().thenRun(() -> ended.complete(null)));
        assertThat(ended).succeedsWithin(PATIENCE);
        strand.close();
    }
}
