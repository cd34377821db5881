package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A broker inside one process, without a wire: permissions, retained messages, wills, sessions and
 * expiry as an MQTT 5 broker has them, each taking effect after a fixed delay. Under simulated time
 * a whole hall runs on it in a repeatable way.
 *
 * <p>What is under way when a connection is cut is lost, acknowledgements too, and what a client
 * had not acknowledged is delivered again: as on a real wire. Nothing survives {@link #restart}.
 *
 * <p>The methods of this class may be called from any thread; it lives on the strand it was given.
 */
public final class LocalBroker {

    /** Will delay of every connection (OUTSIDE.md "Sessions and wills"). */
    public static final Duration WILL_DELAY = Duration.ofSeconds(10);

    /** Session expiry of every connection (OUTSIDE.md "Sessions and wills"). */
    public static final Duration SESSION_EXPIRY = Duration.ofSeconds(60);

    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int QUEUE_LIMIT = 10_000;

    private final Permissions permissions;
    private final Strand strand;
    private final Duration delay;
    private final Map<String, Bus.Message> retained = new TreeMap<>();
    private final Map<String, Long> retainedUntil = new TreeMap<>();
    private final Map<String, Session> sessions = new TreeMap<>();
    private final Set<String> cut = new HashSet<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong overflowed = new AtomicLong();
    private long deliveries;

    /**
     * @param strand where the broker lives
     * @param delay how long anything takes from a client to the broker or back; zero is allowed
     */
    public LocalBroker(Permissions permissions, Strand strand, Duration delay) {
        this.permissions = requireNonNull(permissions);
        this.strand = requireNonNull(strand);
        this.delay = requireNonNull(delay);
    }

    /**
     * A client of this broker, not yet open.
     *
     * @param identity client id and user name in one; {@link Permissions#DEMO} is the client
     *     without credentials
     * @param owner the strand on which the bus is called and calls back
     */
    public Bus bus(String identity, Strand owner, ConnectionCounter counter) {
        return new Client(Topics.name(identity), owner, counter);
    }

    /** Cuts an identity off: its connection is lost at once, and none succeeds until mended. */
    public void cut(String identity) {
        strand.execute(
                () -> {
                    cut.add(identity);
                    Session session = sessions.get(identity);
                    if (session != null) {
                        lose(session, "the connection was cut");
                    }
                });
    }

    /** Ends a {@link #cut}; the client comes back by its own next attempt. */
    public void mend(String identity) {
        strand.execute(() -> cut.remove(identity));
    }

    /** Ends and begins anew with nothing: no session, nothing retained, no will is published. */
    public void restart() {
        strand.execute(
                () -> {
                    List<Session> all = new ArrayList<>(sessions.values());
                    sessions.clear();
                    retained.clear();
                    retainedUntil.clear();
                    for (Session session : all) {
                        session.forget();
                        Connection connection = session.connection;
                        session.connection = null;
                        if (connection != null) {
                            connection.lose("the broker went away");
                        }
                    }
                });
    }

    /** How many publishes and subscriptions were refused for want of a right. */
    public long refused() {
        return refused.get();
    }

    /** How many messages were dropped because a client that was away had too many waiting. */
    public long overflowed() {
        return overflowed.get();
    }

    private void connect(Connection connection) {
        String identity = connection.client.identity;
        if (cut.contains(identity)) {
            connection.lose("there is no way to the broker");
            return;
        }
        Session session = sessions.computeIfAbsent(identity, Session::new);
        Connection earlier = session.connection;
        session.connection = connection;
        session.stopTimers();
        session.will = connection.will;
        session.filters.clear();
        if (earlier != null) {
            earlier.takeOver();
        }
        for (String filter : connection.setup.subscriptions()) {
            if (permissions.maySubscribe(identity, filter)) {
                session.filters.add(filter);
            } else {
                refused.incrementAndGet();
            }
        }
        connection.toClient(() -> connection.client.connected(connection));
        session.resend();
        retained.forEach(
                (topic, message) -> {
                    if (session.wants(topic)) {
                        session.deliver(message, retainedUntil.getOrDefault(topic, Long.MAX_VALUE));
                    }
                });
    }

    private void disconnect(Connection connection) {
        Session session = sessions.get(connection.client.identity);
        if (session != null && session.connection == connection) {
            // MQTT 5 §3.14.4: a disconnection in order deletes the will; the session goes on.
            session.will = null;
            lose(session, "closed");
        }
    }

    private void lose(Session session, String why) {
        Connection connection = session.connection;
        if (connection == null) {
            return;
        }
        session.connection = null;
        connection.lose(why);
        session.willTimer = strand.after(WILL_DELAY, session::publishWill);
        session.expiryTimer =
                strand.after(SESSION_EXPIRY, () -> sessions.remove(session.identity, session));
    }

    private boolean isCurrent(Connection connection) {
        Session session = sessions.get(connection.client.identity);
        return session != null && session.connection == connection;
    }

    /** Takes a message in; false when the identity has no right to it. */
    private boolean accept(String identity, Bus.Message message) {
        if (!permissions.mayWrite(identity, message.topic())) {
            refused.incrementAndGet();
            return false;
        }
        long until =
                message.expiry().map(e -> strand.nanoTime() + e.toNanos()).orElse(Long.MAX_VALUE);
        if (message.retained()) {
            if (message.payload().length == 0) {
                retained.remove(message.topic());
                retainedUntil.remove(message.topic());
            } else {
                retained.put(message.topic(), message);
                retainedUntil.put(message.topic(), until);
            }
        }
        Bus.Message live = live(message);
        for (Session session : List.copyOf(sessions.values())) {
            if (session.wants(message.topic())) {
                session.deliver(live, until);
            }
        }
        return true;
    }

    /** The copy for those who are subscribed already (MQTT 5 §3.3.1.3: retain as published off). */
    private static Bus.Message live(Bus.Message m) {
        return new Bus.Message(
                m.topic(),
                m.payload(),
                m.quality(),
                false,
                m.expiry(),
                m.responseTopic(),
                m.correlation(),
                m.userProperties());
    }

    private record Waiting(Bus.Message message, long until) {}

    /** What the broker knows of one identity; on the broker's strand. */
    private final class Session {
        final String identity;
        final Set<String> filters = new HashSet<>();
        final Map<Long, Waiting> unacknowledged = new LinkedHashMap<>();
        @Nullable Connection connection;
        Bus.@Nullable Message will;
        Strand.@Nullable Timer willTimer;
        Strand.@Nullable Timer expiryTimer;

        Session(String identity) {
            this.identity = identity;
        }

        boolean wants(String topic) {
            return filters.stream().anyMatch(f -> TopicFilter.matches(f, topic))
                    && permissions.mayRead(identity, topic);
        }

        void deliver(Bus.Message message, long until) {
            if (message.quality() == Bus.Quality.AT_MOST_ONCE) {
                Connection now = connection;
                if (now != null) {
                    now.toClient(() -> now.client.received(now, message));
                }
                return;
            }
            if (unacknowledged.size() >= QUEUE_LIMIT) {
                overflowed.incrementAndGet();
                return;
            }
            long id = ++deliveries;
            unacknowledged.put(id, new Waiting(message, until));
            send(id, message, until);
        }

        void resend() {
            for (Map.Entry<Long, Waiting> entry : List.copyOf(unacknowledged.entrySet())) {
                send(entry.getKey(), entry.getValue().message, entry.getValue().until);
            }
        }

        private void send(long id, Bus.Message message, long until) {
            Connection now = connection;
            if (now == null) {
                return;
            }
            long left = until - strand.nanoTime();
            if (left <= 0) {
                unacknowledged.remove(id);
                return;
            }
            Bus.Message sent =
                    until == Long.MAX_VALUE ? message : message.withExpiry(Duration.ofNanos(left));
            now.toClient(
                    () -> {
                        now.client.received(now, sent);
                        now.toBroker(() -> unacknowledged.remove(id));
                    });
        }

        void publishWill() {
            Bus.Message last = will;
            will = null;
            if (last != null) {
                accept(identity, last);
            }
        }

        void stopTimers() {
            if (willTimer != null) {
                willTimer.cancel();
                willTimer = null;
            }
            if (expiryTimer != null) {
                expiryTimer.cancel();
                expiryTimer = null;
            }
        }

        void forget() {
            stopTimers();
            will = null;
            unacknowledged.clear();
        }
    }

    /** One connection of one client: whatever is under way on it dies with it. */
    private final class Connection {
        final Client client;
        final Bus.Setup setup;
        final long number;
        final Bus.@Nullable Message will;
        private volatile boolean up = true;

        Connection(Client client, Bus.Setup setup, long number) {
            this.client = client;
            this.setup = setup;
            this.number = number;
            Bus.Will made = setup.will();
            this.will = made == null ? null : made.of(number);
        }

        void toBroker(Runnable work) {
            strand.after(
                    delay,
                    () -> {
                        if (up && isCurrent(this)) {
                            work.run();
                        }
                    });
        }

        void toClient(Runnable work) {
            client.owner.after(
                    delay,
                    () -> {
                        if (up && client.current == this) {
                            work.run();
                        }
                    });
        }

        void takeOver() {
            client.owner.execute(() -> client.alarmed(this, Bus.Alarm.DUPLICATE_IDENTITY));
            lose("another client came with the same identity (reason 142)");
        }

        /** Both ends learn of it at once, the client on its own strand. */
        void lose(String why) {
            up = false;
            client.owner.execute(() -> client.lost(this, why));
        }
    }

    /** The client's end; on its owner's strand. */
    private final class Client implements Bus {
        final String identity;
        final Strand owner;
        private final ConnectionCounter counter;
        private final Map<String, byte[]> kept = new LinkedHashMap<>();
        private final Map<Long, CompletableFuture<Void>> pending = new LinkedHashMap<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private long published;
        private @Nullable Setup setup;
        private @Nullable Handler handler;
        private @Nullable Connection current;
        private boolean connected;
        private boolean announcing;
        private boolean closed;

        Client(String identity, Strand owner, ConnectionCounter counter) {
            this.identity = identity;
            this.owner = requireNonNull(owner);
            this.counter = requireNonNull(counter);
        }

        @Override
        public void open(Setup wanted, Handler told) {
            if (setup != null) {
                throw new IllegalStateException("A bus is opened once");
            }
            setup = requireNonNull(wanted);
            handler = requireNonNull(told);
            attempt();
        }

        private void attempt() {
            if (closed) {
                return;
            }
            Connection next = new Connection(this, requireNonNull(setup), counter.next());
            current = next;
            strand.after(delay, () -> connect(next));
        }

        void connected(Connection connection) {
            connected = true;
            // What is retained meanwhile goes out with the rest, once.
            announcing = true;
            requireNonNull(handler).connected(connection.number);
            announcing = false;
            List.copyOf(kept.keySet()).forEach(this::sendKept);
        }

        void lost(Connection connection, String why) {
            if (current != connection) {
                return;
            }
            current = null;
            connected = false;
            List<CompletableFuture<Void>> unanswered = List.copyOf(pending.values());
            pending.clear();
            unanswered.forEach(f -> f.completeExceptionally(new NotSent(why)));
            if (closed) {
                ended.complete(null);
            } else {
                requireNonNull(handler).disconnected(why);
                owner.after(RETRY, this::attempt);
            }
        }

        void alarmed(Connection connection, Alarm alarm) {
            if (current == connection && !closed) {
                requireNonNull(handler).alarmed(alarm);
            }
        }

        void received(Connection connection, Message message) {
            if (current == connection && !closed) {
                requireNonNull(handler).received(message);
            }
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            Connection connection = current;
            CompletableFuture<Void> result = new CompletableFuture<>();
            if (connection == null || !connected || closed) {
                result.completeExceptionally(new NotSent("There is no connection to the broker"));
                return result;
            }
            if (PahoPipe.packetSize(message) > PahoPipe.MAX_PACKET) {
                result.completeExceptionally(new NotSent("The message is larger than 256 KiB"));
                return result;
            }
            long id = ++published;
            pending.put(id, result);
            connection.toBroker(
                    () -> {
                        boolean taken = accept(identity, message);
                        connection.toClient(() -> answer(id, taken));
                    });
            return result;
        }

        private void answer(long id, boolean taken) {
            CompletableFuture<Void> result = pending.remove(id);
            if (result == null) {
                return;
            }
            if (taken) {
                result.complete(null);
            } else {
                result.completeExceptionally(new NotSent("The broker refused it (reason 135)"));
            }
        }

        @Override
        public void retain(String topic, byte[] payload) {
            kept.put(topic, payload.clone());
            if (connected && !announcing) {
                sendKept(topic);
            }
        }

        private void sendKept(String topic) {
            byte[] payload = requireNonNull(kept.get(topic));
            publish(Message.retained(topic, payload))
                    .whenComplete(
                            (done, failure) -> {
                                // A removal is done once the broker has it.
                                if (failure == null && payload.length == 0) {
                                    kept.remove(topic, payload);
                                }
                            });
        }

        @Override
        public CompletionStage<Void> close() {
            if (closed) {
                return ended;
            }
            closed = true;
            Connection connection = current;
            if (connection == null) {
                ended.complete(null);
            } else {
                connection.toBroker(() -> disconnect(connection));
                owner.after(FAREWELL, () -> ended.complete(null));
            }
            return ended;
        }
    }
}
