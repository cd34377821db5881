package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the connection that it becomes: a Paho client that is used once.
 *
 * <p>Everything that Paho might block in happens on a thread of the pipe's own, so that a pipe that
 * hangs is left behind with its threads told to end, and costs nobody else anything. What happens
 * is told on the strand.
 */
final class PahoPipe {

    /** The largest packet in either direction, in bytes (OUTSIDE.md "MQTT 5"). */
    static final int MAX_PACKET = 256 * 1024;

    /** How many messages of ours may be unanswered (FACTS.md). */
    private static final int MOST_IN_FLIGHT = 8;

    /** How many messages the broker may have under way to us (RELIABILITY.md §1). */
    private static final int RECEIVE_MAXIMUM = 8;

    /** How long Paho may take to start its threads before it is left alone with them. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Nobody subscribes to it: the broker's answer to an UNSUBSCRIBE of it is a sign of life. */
    private static final String[] PING_FILTER = {"ping"};

    /**
     * What Paho logs is what it also tells in callbacks, with a stack trace for each lost
     * connection. Held here, because the logging library keeps loggers by weak references.
     */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.mqttv5");

    static {
        PAHO_LOG.setLevel(Level.OFF);
    }

    /** What a pipe tells, on the strand; a pipe that was {@link #abandon}ed may still tell. */
    interface Listener {
        /** The number of this connection is durable; now {@link #connect}. */
        void numbered(PahoPipe pipe, long number);

        /**
         * Connected and subscribed.
         *
         * @param window how many messages may be unanswered
         * @param maxPacket the largest packet that the broker takes, in bytes
         * @param refused the filters that the broker refused
         */
        void connected(PahoPipe pipe, int window, int maxPacket, List<String> refused);

        /** A message came. */
        void received(PahoPipe pipe, Bus.Message message);

        /** The broker answered the message with this id; a reason of 128 and above is a refusal. */
        void answered(PahoPipe pipe, long id, int reason);

        /** The pipe is of no more use. */
        void failed(PahoPipe pipe, Failure failure);
    }

    /**
     * Why a pipe is of no more use.
     *
     * @param why one sentence for a technician
     * @param alarm what a person must mend, if that is known
     * @param hungUp the broker closed the connection and did not say why
     */
    record Failure(String why, Bus.@Nullable Alarm alarm, boolean hungUp) {
        Failure(String why) {
            this(why, null, false);
        }
    }

    private final MqttSettings settings;
    private final Strand strand;
    private final Listener listener;
    private final BrokerSocket socket;
    private final ExecutorService calls;
    private final ScheduledExecutorService threads;
    private @Nullable MqttAsyncClient client; // on the calls thread alone

    PahoPipe(
            MqttSettings settings, MqttSettings.Address address, Strand strand, Listener listener) {
        this.settings = settings;
        this.strand = strand;
        this.listener = listener;
        this.socket =
                new BrokerSocket(
                        address, settings.tls(), settings.timing().attempt(), strand::nanoTime);
        String name = "mqtt-" + settings.identity();
        this.calls = Executors.newSingleThreadExecutor(daemon(name));
        // Receiver, sender, callbacks, and one for connecting or disconnecting.
        this.threads = Executors.newScheduledThreadPool(4, daemon(name + "-paho"));
    }

    private static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().name(name).daemon(true).factory();
    }

    /** Raises the connection number. */
    void number(ConnectionCounter counter) {
        call(
                () -> {
                    long number = counter.next();
                    strand.execute(() -> listener.numbered(this, number));
                });
    }

    /** Connects and subscribes. */
    void connect(Bus.Setup setup, Bus.@Nullable Message will) {
        call(
                () -> {
                    // The socket knows the true address; this one spares Paho a name lookup.
                    MqttAsyncClient made =
                            new MqttAsyncClient(
                                    "tcp://127.0.0.1:1883",
                                    settings.identity(),
                                    new MemoryPersistence(),
                                    new NoPing(),
                                    threads);
                    client = made;
                    made.setCallback(new Callbacks());
                    made.connect(
                            options(will),
                            null,
                            new Answer() {
                                @Override
                                public void onSuccess(IMqttToken token) {
                                    call(() -> subscribe(made, setup, token));
                                }
                            });
                });
    }

    private MqttConnectionOptions options(Bus.@Nullable Message will) {
        MqttSettings.Timing timing = settings.timing();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(timing.sessionExpiry().toSeconds());
        options.setKeepAliveInterval((int) timing.keepAlive().toSeconds());
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setMaximumPacketSize((long) MAX_PACKET);
        options.setTopicAliasMaximum(0);
        options.setUserName(settings.identity());
        settings.password().ifPresent(options::setPassword);
        options.setSocketFactory(new OneSocket(socket));
        if (will != null) {
            MqttProperties properties = new MqttProperties();
            properties.setWillDelayInterval(timing.willDelay().toSeconds());
            options.setWillMessageProperties(properties);
            MqttMessage last = new MqttMessage(will.payload());
            last.setQos(1);
            last.setRetained(will.retained());
            options.setWill(will.topic(), last);
        }
        return options;
    }

    private void subscribe(MqttAsyncClient made, Bus.Setup setup, IMqttToken connack)
            throws MqttException {
        MqttProperties granted = connack.getResponseProperties();
        Integer receiveMaximum = granted == null ? null : granted.getReceiveMaximum();
        Long packet = granted == null ? null : granted.getMaximumPacketSize();
        // One less than the broker allows: Paho takes a QoS 0 message off its count only after it
        // told us, and refuses a message over the limit only after it has used up a topic alias.
        int window =
                receiveMaximum == null
                        ? MOST_IN_FLIGHT
                        : Math.clamp(receiveMaximum - 1, 1, MOST_IN_FLIGHT);
        int maxPacket = packet == null ? MAX_PACKET : (int) Math.min(MAX_PACKET, packet);
        List<String> filters = setup.subscriptions();
        if (filters.isEmpty()) {
            strand.execute(() -> listener.connected(this, window, maxPacket, List.of()));
            return;
        }
        MqttSubscription[] wanted =
                filters.stream()
                        .map(f -> new MqttSubscription(f, 1))
                        .toArray(MqttSubscription[]::new);
        made.subscribe(
                wanted,
                null,
                new Answer() {
                    @Override
                    public void onSuccess(IMqttToken token) {
                        int[] reasons = token.getReasonCodes();
                        List<String> refused = new ArrayList<>();
                        for (int i = 0; reasons != null && i < filters.size(); i++) {
                            if (i < reasons.length && reasons[i] >= 128) {
                                refused.add(filters.get(i));
                            }
                        }
                        strand.execute(
                                () ->
                                        listener.connected(
                                                PahoPipe.this, window, maxPacket, refused));
                    }
                },
                new MqttProperties());
    }

    /** Sends a message; {@link Listener#answered} or {@link Listener#failed} follows. */
    void send(long id, Bus.Message message) {
        call(
                () ->
                        client().publish(
                                        message.topic(),
                                        toPaho(message),
                                        null,
                                        new Answer() {
                                            @Override
                                            public void onSuccess(IMqttToken token) {
                                                int[] reasons = token.getReasonCodes();
                                                int reason =
                                                        reasons == null || reasons.length == 0
                                                                ? 0
                                                                : reasons[reasons.length - 1];
                                                strand.execute(
                                                        () ->
                                                                listener.answered(
                                                                        PahoPipe.this, id, reason));
                                            }
                                        }));
    }

    /** Asks the broker for a sign of life. */
    void ping() {
        call(() -> client().unsubscribe(PING_FILTER, null, new Answer(), new MqttProperties()));
    }

    /** When the last bytes came in, by the strand's monotonic clock. */
    long lastRead() {
        return socket.lastRead();
    }

    /** Says goodbye, so that the broker drops the will; {@link Listener#failed} follows. */
    void disconnect() {
        call(
                () ->
                        client().disconnect(
                                        0,
                                        null,
                                        new Answer() {
                                            @Override
                                            public void onSuccess(IMqttToken token) {
                                                fail(new Failure("closed"));
                                            }
                                        },
                                        0,
                                        new MqttProperties()));
    }

    /** Lets the connection go, whatever state it is in. Does not block. */
    void abandon() {
        socket.reset();
        call(
                () -> {
                    try {
                        if (client != null && socket.awaitStarted(PATIENCE)) {
                            client.disconnectForcibly(0, 0, false);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        threads.shutdownNow();
                    }
                });
        calls.shutdown();
    }

    private MqttAsyncClient client() throws MqttException {
        if (client == null) {
            throw new MqttException(MqttException.REASON_CODE_CLIENT_EXCEPTION);
        }
        return client;
    }

    private interface PahoCall {
        void run() throws MqttException;
    }

    private void call(PahoCall work) {
        try {
            calls.execute(
                    () -> {
                        try {
                            work.run();
                        } catch (MqttException | RuntimeException e) {
                            fail(e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            // Abandoned: nobody waits for this any more.
        }
    }

    private void fail(Throwable cause) {
        Bus.Alarm alarm = null;
        boolean hungUp = false;
        String why = cause.toString();
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof SSLHandshakeException) {
                alarm = Bus.Alarm.UNTRUSTED;
            }
            hungUp |= t instanceof EOFException;
            why = t.toString();
        }
        if (cause instanceof MqttException e && alarm == null) {
            alarm = alarm(e.getReasonCode());
            if (alarm != null || e.getCause() == null) {
                why = "reason " + e.getReasonCode();
            }
        }
        fail(new Failure(why, alarm, hungUp));
    }

    private void fail(Failure failure) {
        strand.execute(() -> listener.failed(this, failure));
    }

    /** MQTT 5 §2.4: the reason codes that trying again does not mend. */
    private static Bus.@Nullable Alarm alarm(int reason) {
        return switch (reason) {
            case 133, 134, 135, 138, 140 -> Bus.Alarm.NOT_AUTHORIZED;
            case 142 -> Bus.Alarm.DUPLICATE_IDENTITY;
            default -> null;
        };
    }

    private static MqttMessage toPaho(Bus.Message message) {
        MqttMessage made = new MqttMessage(message.payload());
        made.setQos(message.quality() == Bus.Quality.AT_MOST_ONCE ? 0 : 1);
        made.setRetained(message.retained());
        MqttProperties properties = new MqttProperties();
        message.expiry().ifPresent(e -> properties.setMessageExpiryInterval(wholeSeconds(e)));
        message.responseTopic().ifPresent(properties::setResponseTopic);
        message.correlation().ifPresent(properties::setCorrelationData);
        if (!message.userProperties().isEmpty()) {
            List<UserProperty> users = new ArrayList<>();
            message.userProperties().forEach((k, v) -> users.add(new UserProperty(k, v)));
            properties.setUserProperties(users);
        }
        made.setProperties(properties);
        return made;
    }

    /** MQTT 5 §3.3.2.3.3 counts whole seconds; zero would expire at once. */
    private static long wholeSeconds(Duration time) {
        return Math.max(1, time.plusNanos(999_999_999).toSeconds());
    }

    private static Bus.Message fromPaho(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        Map<String, String> users = new HashMap<>();
        if (properties == null) {
            properties = new MqttProperties();
        }
        for (UserProperty user : properties.getUserProperties()) {
            users.put(user.getKey(), user.getValue());
        }
        return new Bus.Message(
                topic,
                message.getPayload(),
                message.getQos() == 0 ? Bus.Quality.AT_MOST_ONCE : Bus.Quality.AT_LEAST_ONCE,
                message.isRetained(),
                Optional.ofNullable(properties.getMessageExpiryInterval()).map(Duration::ofSeconds),
                Optional.ofNullable(properties.getResponseTopic()),
                Optional.ofNullable(properties.getCorrelationData()),
                users);
    }

    /** Upper bound of the packet that a message becomes, in bytes (MQTT 5 §3.3). */
    static int packetSize(Bus.Message message) {
        int size = 5 + 2 + utf8(message.topic()) + 2 + 4 + message.payload().length;
        size += message.expiry().isPresent() ? 5 : 0;
        size += message.responseTopic().map(t -> 3 + utf8(t)).orElse(0);
        size += message.correlation().map(c -> 3 + c.length).orElse(0);
        for (Map.Entry<String, String> user : message.userProperties().entrySet()) {
            size += 5 + utf8(user.getKey()) + utf8(user.getValue());
        }
        return size;
    }

    private static int utf8(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** Callbacks come on Paho's threads: they only hand over to the strand. */
    private final class Callbacks implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            if (response.getException() != null) {
                fail(response.getException());
            } else {
                int reason = response.getReturnCode();
                fail(
                        new Failure(
                                "the broker ended the connection, reason " + reason,
                                alarm(reason),
                                false));
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Bus.Message made = fromPaho(topic, message);
            strand.execute(() -> listener.received(PahoPipe.this, made));
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            fail(exception);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}
    }

    /** Whatever was asked failed: so does the pipe. */
    private class Answer implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {}

        @Override
        public void onFailure(IMqttToken token, Throwable exception) {
            fail(exception);
        }
    }

    /** Hands Paho the one socket of this attempt. */
    private static final class OneSocket extends SocketFactory {
        private final Socket socket;

        OneSocket(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("Paho asks for an unconnected socket");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int from) {
            throw new UnsupportedOperationException("Paho asks for an unconnected socket");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("Paho asks for an unconnected socket");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int from) {
            throw new UnsupportedOperationException("Paho asks for an unconnected socket");
        }
    }

    /** The supervisor pings, more often than the keep-alive needs; Paho starts no timer. */
    private static final class NoPing implements MqttPingSender {
        @Override
        public void init(ClientComms comms) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public void schedule(long delayInMilliseconds) {}
    }
}
