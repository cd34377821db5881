package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.bus.PahoPipe.Failure;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The bus over MQTT 5: a supervisor around single-use Paho clients (FACTS.md "MQTT client",
 * RELIABILITY.md §2.1 P1–P9).
 *
 * <p>It connects, subscribes, watches for signs of life and begins anew with a fresh client
 * whenever anything is in doubt: an attempt over its deadline, silence, an answer that does not
 * come. One message after the other goes out, at most eight unanswered. All of it is a state
 * machine on the owner's strand; whatever may block happens on threads of the current attempt.
 */
public final class MqttBus implements Bus {

    private static final System.Logger LOG = System.getLogger(MqttBus.class.getName());

    /** How many messages may wait to be sent; more are refused at once. */
    private static final int MOST_WAITING = 10_000;

    /**
     * So many short connections that the broker closed without a word are taken for a duplicate
     * identity: Mosquitto 2.0 does not send reason 142.
     */
    private static final int DUPLICATE_AFTER = 5;

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** What waits to be sent, in order. */
    private sealed interface Work {
        /** A message with somebody who waits for its fate. */
        record Send(Message message, CompletableFuture<Void> fate) implements Work {}

        /** The newest payload of a retained topic. */
        record Keep(String topic) implements Work {}
    }

    /** A message that came before its connection was ready. */
    private record Early(Message message, long at) {}

    private record InFlight(Work work, byte @Nullable [] kept, Strand.Timer deadline) {}

    private final MqttSettings settings;
    private final ConnectionCounter counter;
    private final Strand strand;
    private final RandomGenerator random;
    private final PahoPipe.Listener listener = new PipeListener();

    private final Map<String, byte[]> kept = new LinkedHashMap<>();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final Map<Long, InFlight> inFlight = new HashMap<>();
    private final List<Early> early = new ArrayList<>();
    private final Set<Alarm> logged = EnumSet.noneOf(Alarm.class);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicLong dropped = new AtomicLong();

    private @Nullable Setup setup;
    private @Nullable Handler handler;
    private @Nullable PahoPipe pipe;
    private boolean connected;
    private boolean announcing;
    private boolean closing;
    private long connection;
    private long connectedAt;
    private long sent;
    private int window;
    private int maxPacket = PahoPipe.MAX_PACKET;
    private int failures;
    private int hangUps;
    private int broker;
    private Strand.Timer next = () -> {};

    /**
     * Makes the bus; nothing happens before {@link #open}.
     *
     * @param counter asked once for each attempt, on a thread of the attempt
     * @param strand where this bus is called and calls back
     * @param random spreads the waits between attempts
     */
    public MqttBus(
            MqttSettings settings,
            ConnectionCounter counter,
            Strand strand,
            RandomGenerator random) {
        this.settings = requireNonNull(settings);
        this.counter = requireNonNull(counter);
        this.strand = requireNonNull(strand);
        this.random = requireNonNull(random);
    }

    /**
     * How many messages came that were malformed, too large or too old, and dropped. Any thread.
     */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void open(Setup wanted, Handler told) {
        if (setup != null || closing) {
            throw new IllegalStateException("A bus is opened once");
        }
        setup = requireNonNull(wanted);
        handler = requireNonNull(told);
        attempt();
    }

    @Override
    public CompletionStage<Void> publish(Message message) {
        CompletableFuture<Void> fate = new CompletableFuture<>();
        if (!connected || closing) {
            fate.completeExceptionally(new NotSent("There is no connection to the broker"));
        } else if (waiting.size() >= MOST_WAITING) {
            fate.completeExceptionally(new NotSent("Too many messages wait to be sent"));
        } else if (!isSendable(message)) {
            fate.completeExceptionally(
                    new NotSent(
                            "It has no proper topic or is larger than " + maxPacket + " bytes"));
        } else {
            waiting.add(new Work.Send(message, fate));
            pump();
        }
        return fate;
    }

    @Override
    public void retain(String topic, byte[] payload) {
        if (!isSendable(Message.retained(topic, payload))) {
            throw new IllegalArgumentException("Not a topic, or more than 256 KiB: " + topic);
        }
        kept.put(topic, payload.clone());
        if (connected && !announcing && !closing) {
            keep(topic);
            pump();
        }
    }

    private void keep(String topic) {
        Work.Keep work = new Work.Keep(topic);
        if (!waiting.contains(work)) {
            waiting.add(work);
        }
    }

    @Override
    public CompletionStage<Void> close() {
        if (closing) {
            return ended;
        }
        closing = true;
        next.cancel();
        if (!connected) {
            end();
        } else {
            // Whoever waits for a message's fate is told now; only retained state is worth a wait.
            waiting.removeIf(work -> work instanceof Work.Send send && notSent(send, "closing"));
            next = strand.after(FAREWELL, this::farewell);
            farewellWhenSent();
        }
        return ended;
    }

    private void farewellWhenSent() {
        if (closing && connected && waiting.isEmpty() && inFlight.isEmpty()) {
            next.cancel();
            farewell();
        }
    }

    private void farewell() {
        PahoPipe last = pipe;
        if (last == null) {
            end();
            return;
        }
        connected = false;
        last.disconnect();
        next = strand.after(FAREWELL, this::end);
    }

    private void end() {
        next.cancel();
        drop("the bus was closed");
        ended.complete(null);
    }

    private static boolean notSent(Work.Send send, String why) {
        send.fate.completeExceptionally(new NotSent(why));
        return true;
    }

    private boolean isSendable(Message message) {
        return TopicFilter.isTopic(message.topic()) && PahoPipe.packetSize(message) <= maxPacket;
    }

    private void attempt() {
        MqttSettings.Address address = settings.brokers().get(broker % settings.brokers().size());
        PahoPipe made = new PahoPipe(settings, address, strand, listener);
        pipe = made;
        made.number(counter);
        next =
                strand.after(
                        settings.timing().attempt(),
                        () -> lost(new Failure("No connection to " + address + " in time")));
    }

    /** The one way out of every connection and attempt, the first and every later one. */
    private void lost(Failure failure) {
        boolean wasUp = connected;
        boolean wasStable =
                wasUp && strand.nanoTime() - connectedAt >= settings.timing().stable().toNanos();
        if (closing) {
            end();
            return;
        }
        drop(failure.why());
        failures = wasStable ? 1 : failures + 1;
        broker++;
        if (wasStable) {
            hangUps = 0;
            logged.remove(Alarm.DUPLICATE_IDENTITY);
        } else if (wasUp && failure.hungUp()) {
            hangUps++;
        }
        Alarm alarm = failure.alarm();
        if (alarm == null && hangUps >= DUPLICATE_AFTER) {
            alarm = Alarm.DUPLICATE_IDENTITY;
        }
        if (alarm != null) {
            alarmed(alarm, failure.why());
        }
        requireNonNull(handler).disconnected(failure.why());
        if (!closing) {
            next = strand.after(pause(alarm), this::attempt);
        }
    }

    private void drop(String why) {
        next.cancel();
        PahoPipe last = pipe;
        pipe = null;
        connected = false;
        if (last != null) {
            last.abandon();
        }
        List<Work> undone = new ArrayList<>();
        for (InFlight one : inFlight.values()) {
            one.deadline.cancel();
            undone.add(one.work);
        }
        undone.addAll(waiting);
        inFlight.clear();
        waiting.clear();
        for (Work work : undone) {
            if (work instanceof Work.Send send) {
                notSent(send, why);
            }
        }
    }

    private Duration pause(@Nullable Alarm alarm) {
        MqttSettings.Timing timing = settings.timing();
        long nanos;
        if (alarm != null && failures > 1) {
            nanos = timing.retryRefused().toNanos();
        } else {
            long doubled = timing.retryFirst().toNanos() << Math.min(failures - 1, 20);
            nanos = Math.min(timing.retryMost().toNanos(), doubled);
        }
        // Between half and all of it: a hall full of devices does not come back in one moment.
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }

    private void alarmed(Alarm alarm, String why) {
        if (logged.add(alarm)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The connection of {0} needs a person: {1} ({2})",
                    settings.identity(),
                    alarm,
                    why);
        }
        requireNonNull(handler).alarmed(alarm);
    }

    private void watch() {
        PahoPipe now = pipe;
        if (now == null || !connected) {
            return;
        }
        MqttSettings.Timing timing = settings.timing();
        long silence = strand.nanoTime() - now.lastRead();
        if (silence >= timing.silence().toNanos()) {
            lost(new Failure("No sign of life from the broker for " + timing.silence()));
            return;
        }
        if (silence >= timing.ping().toNanos()) {
            now.ping();
        }
        next = strand.after(timing.ping().dividedBy(4), this::watch);
    }

    private void pump() {
        while (connected && inFlight.size() < window) {
            Work work = waiting.poll();
            if (work == null) {
                break;
            }
            byte[] payload = null;
            Message message;
            switch (work) {
                case Work.Send send -> message = send.message;
                case Work.Keep keep -> {
                    payload = kept.get(keep.topic);
                    if (payload == null) {
                        continue;
                    }
                    message = Message.retained(keep.topic, payload);
                }
            }
            long id = ++sent;
            Strand.Timer deadline =
                    strand.after(
                            settings.timing().acknowledgement(),
                            () -> lost(new Failure("The broker did not answer a message in time")));
            inFlight.put(id, new InFlight(work, payload, deadline));
            requireNonNull(pipe).send(id, message);
        }
        farewellWhenSent();
    }

    private void answered(InFlight done, int reason) {
        done.deadline.cancel();
        boolean refused = reason >= 128;
        switch (done.work) {
            case Work.Send send -> {
                if (refused) {
                    notSent(send, "The broker refused it, reason " + reason);
                } else {
                    send.fate.complete(null);
                }
            }
            case Work.Keep keep -> {
                if (refused) {
                    alarmed(Alarm.NOT_AUTHORIZED, keep.topic + " refused, reason " + reason);
                } else if (done.kept != null && done.kept.length == 0) {
                    kept.remove(keep.topic, done.kept);
                }
            }
        }
    }

    /** Hears the pipes; what an abandoned one still tells is not heard. */
    private final class PipeListener implements PahoPipe.Listener {
        @Override
        public void numbered(PahoPipe from, long number) {
            if (from != pipe) {
                return;
            }
            connection = number;
            Setup wanted = requireNonNull(setup);
            Will will = wanted.will();
            from.connect(wanted, will == null ? null : will.of(number));
        }

        @Override
        public void connected(PahoPipe from, int granted, int largest, List<String> refused) {
            if (from != pipe) {
                return;
            }
            connected = true;
            connectedAt = strand.nanoTime();
            window = granted;
            maxPacket = largest;
            next.cancel();
            next = strand.after(settings.timing().ping().dividedBy(4), MqttBus.this::watch);
            if (refused.isEmpty()) {
                // Two with one identity connect, too, in turn: only a lasting connection ends that.
                logged.retainAll(EnumSet.of(Alarm.DUPLICATE_IDENTITY));
            } else {
                alarmed(Alarm.NOT_AUTHORIZED, "no subscription to " + refused);
            }
            // What is retained meanwhile goes out with the rest, once.
            announcing = true;
            requireNonNull(handler).connected(connection);
            announcing = false;
            kept.keySet().forEach(MqttBus.this::keep);
            List<Early> held = List.copyOf(early);
            early.clear();
            held.forEach(this::deliver);
            pump();
        }

        @Override
        public void received(PahoPipe from, Message message) {
            if (from != pipe || closing) {
                return;
            }
            if (!TopicFilter.isTopic(message.topic())
                    || message.payload().length > PahoPipe.MAX_PACKET) {
                dropped.incrementAndGet();
            } else if (connected) {
                requireNonNull(handler).received(message);
            } else {
                // A session goes on before its subscriptions are renewed. The broker holds it
                // delivered, so it is kept even if this attempt fails.
                early.add(new Early(message, strand.nanoTime()));
            }
        }

        private void deliver(Early held) {
            long age = strand.nanoTime() - held.at;
            if (held.message.expiry().map(e -> e.toNanos() < age).orElse(false)) {
                dropped.incrementAndGet();
            } else {
                requireNonNull(handler).received(held.message);
            }
        }

        @Override
        public void answered(PahoPipe from, long id, int reason) {
            InFlight done = from == pipe ? inFlight.remove(id) : null;
            if (done != null) {
                MqttBus.this.answered(done, reason);
                pump();
            }
        }

        @Override
        public void failed(PahoPipe from, Failure failure) {
            if (from == pipe) {
                lost(failure);
            }
        }
    }
}
