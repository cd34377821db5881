package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hallkiosk.core.bus.Topic;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;

/**
 * Collects the events of all halls from the center's broker (OUTSIDE.md "The center's broker",
 * EVENTS.md 7).
 *
 * <p>What comes is committed raw, in batches of what came while the disk was busy; only then the
 * hall's {@code center/ack} is raised, and only as far as its events are held without a gap. Then
 * they are interpreted. Nothing that a hall sends stops the others' or its own later events.
 *
 * <p>A request at {@code center/request/events} with {@code {"epoch","from"}} is answered on its
 * response topic (below the hall's {@code center/response/}) by the events of that epoch in order,
 * each with its bytes and its hash as on {@code event}, and then by one message without a hash:
 * {@code {"ok":true,"epoch","from","count","held":{"epoch","seq"}}}, where {@code held} is what the
 * center acknowledges; both 0 when it holds nothing. A newer request of the hall replaces the one
 * under way.
 *
 * <p>What was removed after its time is not held any more: asked for such an event, the answer is
 * the last message alone, with {@code count} 0, and {@code held} tells that there is more behind
 * it.
 *
 * <p>At the start, and once a day from then on, the business days whose time is over are removed,
 * one in a transaction, so that commits get between.
 *
 * <p>Everything runs on the strand, except the store, which runs on the disk's executor, one call
 * at a time.
 */
public final class Collector {

    private static final System.Logger LOG = System.getLogger(Collector.class.getName());
    private static final JsonMapper JSON = new JsonMapper();

    /** The most that one transaction holds: what a hall may have unacknowledged (EVENTS.md 7). */
    private static final int BATCH = 500;

    /** What may wait for the disk; what comes beyond is dropped and sent again by its hall. */
    private static final long MOST_WAITING_BYTES = 64L << 20;

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How often the pages get a new view at most. */
    private static final Duration VIEW_PAUSE = Duration.ofMillis(300);

    /** How many recent events a page lists. */
    private static final int RECENT = 20;

    /** How often what is too old is looked for. */
    private static final Duration RETENTION_PAUSE = Duration.ofDays(1);

    /** Between two steps of giving space back: commits have most of the disk's time. */
    private static final Duration SHRINK_PAUSE = Duration.ofMillis(200);

    /** How many events of a restore are under way at once. */
    private static final int RESTORE_CHUNK = 50;

    private final Bus bus;
    private final CollectorStore store;
    private final Strand strand;
    private final Executor disk;
    private final Optional<Retention> retention;
    private final Consumer<CenterView> views;
    private final Counters counters;

    private final Deque<Incoming> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean committing;
    private Optional<String> trouble = Optional.empty();

    private final SortedMap<String, LiveState> live = new TreeMap<>();
    private final SortedMap<String, Held> held = new TreeMap<>();
    private final Set<String> toInterpret = new LinkedHashSet<>();
    private final Deque<String> round = new ArrayDeque<>();
    private final Set<String> warned = new LinkedHashSet<>();
    private final SortedMap<String, Restore> restores = new TreeMap<>();
    private long restoreNumber;
    private boolean interpreting;
    private boolean viewDue;
    private boolean connected;
    private boolean closed;

    private record Counters(
            Metrics.Counter stored,
            Metrics.Counter repeated,
            Metrics.Counter alarms,
            Metrics.Counter malformed,
            Metrics.Counter refused,
            Metrics.Counter dropped) {

        static Counters in(Metrics metrics) {
            return new Counters(
                    metrics.counter("center_events_total", "Events stored"),
                    metrics.counter("center_repeats_total", "Events that were held already"),
                    metrics.counter("center_alarms_total", "Conflicting events, broken chains"),
                    metrics.counter("center_malformed_total", "Event messages without a number"),
                    metrics.counter("center_refused_total", "Other messages that were refused"),
                    metrics.counter(
                            "center_dropped_total", "Events dropped because the disk is behind"));
        }
    }

    /** What the store holds of a hall, for the pages. */
    private record Held(
            Position prefix,
            List<EpochProof> epochs,
            List<Gap> gaps,
            List<AcceptedGap> accepted,
            Optional<Removal> removed,
            List<Alarm> alarms,
            long malformed,
            HallFigures figures) {

        static Held nothing() {
            return new Held(
                    Position.START,
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    0,
                    new HallFigures("", Optional.empty(), 0, List.of()));
        }
    }

    /**
     * @param bus the center's identity at its broker, not open yet
     * @param store used through {@code disk} alone from {@link #open} on
     * @param strand on which this lives and calls
     * @param disk runs what blocks, one after the other
     * @param retention how long events are held; empty = for ever
     * @param views given each new view, on the strand
     */
    public Collector(
            Bus bus,
            CollectorStore store,
            Strand strand,
            Executor disk,
            Optional<Retention> retention,
            Metrics metrics,
            Consumer<CenterView> views) {
        this.bus = bus;
        this.store = store;
        this.strand = strand;
        this.disk = disk;
        this.retention = retention;
        this.views = views;
        this.counters = Counters.in(metrics);
    }

    /** Reads what is held, announces it, and begins to collect. On the strand, once. */
    public void open() {
        onDisk(
                () -> {
                    SortedMap<String, Position> prefixes = new TreeMap<>();
                    for (String hall : store.halls()) {
                        prefixes.put(hall, store.prefix(hall));
                    }
                    return prefixes;
                },
                this::begin,
                () -> strand.after(RETRY, this::open));
    }

    private void begin(SortedMap<String, Position> prefixes) {
        if (closed) {
            return;
        }
        prefixes.forEach(this::acknowledge);
        toInterpret.addAll(prefixes.keySet());
        bus.open(
                new Bus.Setup(
                        List.of(
                                "hk/1/+/event",
                                "hk/1/+/link",
                                "hk/1/+/queue/state",
                                "hk/1/+/window/+/state",
                                "hk/1/+/device/+/status",
                                "hk/1/+/center/request/+"),
                        null),
                new FromBus());
        interpretNext();
        viewSoon();
        retention.ifPresent(this::removeOld);
    }

    private void removeOld(Retention rule) {
        if (closed) {
            return;
        }
        onDisk(
                store::halls,
                halls -> removeOld(rule, new ArrayDeque<>(halls)),
                () -> strand.after(RETRY, () -> removeOld(rule)));
    }

    private void removeOld(Retention rule, Deque<String> halls) {
        String hall = halls.peek();
        if (closed) {
            return;
        }
        if (hall == null) {
            shrink();
            strand.after(RETENTION_PAUSE, () -> removeOld(rule));
            return;
        }
        Instant now = strand.now();
        onDisk(
                () -> store.removeOldestDay(hall, rule, now),
                removal -> {
                    if (removal.isPresent()) {
                        removed(hall, removal.get());
                    } else {
                        halls.remove();
                    }
                    removeOld(rule, halls);
                },
                () -> strand.after(RETRY, () -> removeOld(rule, halls)));
    }

    /** Whatever fails here is tried again after the next round of removals. */
    private void shrink() {
        if (!closed) {
            onDisk(
                    store::shrink,
                    more -> {
                        if (more) {
                            strand.after(SHRINK_PAUSE, this::shrink);
                        }
                    },
                    () -> {});
        }
    }

    private void removed(String hall, Removal removal) {
        LOG.log(
                System.Logger.Level.INFO,
                "Removed of {0} after its time: the business day {1}, up to {2}",
                hall,
                removal.day(),
                removal.last());
        toInterpret.add(hall);
        interpretNext();
    }

    /**
     * Stops collecting; a transaction under way still ends. On the strand.
     *
     * @return completed on the strand when the connection has ended
     */
    public CompletionStage<Void> close() {
        closed = true;
        return bus.close();
    }

    /**
     * A technician confirms that a hall can never fill a gap. On the strand.
     *
     * @param by who confirms, kept on record
     * @return on the strand: whether it is accepted; not when it is no gap of the hall, or when the
     *     disk fails, which {@link #trouble} tells
     */
    public CompletionStage<Boolean> acceptGap(String hall, Gap gap, String by) {
        CompletableFuture<Boolean> accepted = new CompletableFuture<>();
        Instant at = strand.now();
        onDisk(
                () -> store.acceptGap(hall, gap, by, at),
                prefix -> {
                    prefix.ifPresent(
                            held -> {
                                LOG.log(
                                        System.Logger.Level.INFO,
                                        "{0} accepted that {1} never sends {2}",
                                        by,
                                        hall,
                                        gap);
                                acknowledge(hall, held);
                                toInterpret.add(hall);
                                interpretNext();
                            });
                    accepted.complete(prefix.isPresent());
                },
                () -> accepted.complete(false));
        return accepted;
    }

    /** Why nothing can be stored now; empty when all is well. On the strand. */
    public Optional<String> trouble() {
        return trouble;
    }

    private final class FromBus implements Bus.Handler {
        @Override
        public void connected(long connection) {
            connected = true;
            viewSoon();
        }

        @Override
        public void disconnected(String why) {
            connected = false;
            viewSoon();
        }

        @Override
        public void received(Bus.Message message) {
            String[] level = message.topic().split("/", 4);
            if (level.length < 4 || !Topics.isName(level[2])) {
                counters.refused.increment();
                return;
            }
            String hall = level[2];
            Optional<Topic> topic = new Topics(hall).parse(message.topic());
            switch (topic.orElse(null)) {
                case Topic.Event t -> event(hall, message);
                case Topic.CenterRequest t -> requested(hall, t.verb(), message);
                case null -> counters.refused.increment();
                default -> {
                    if (live.computeIfAbsent(hall, h -> new LiveState())
                            .take(topic.get(), message.payload())) {
                        viewSoon();
                    } else {
                        counters.refused.increment();
                    }
                }
            }
        }
    }

    private void event(String hall, Bus.Message message) {
        byte[] bytes = message.payload();
        if (waitingBytes + bytes.length > MOST_WAITING_BYTES) {
            counters.dropped.increment();
            return;
        }
        Incoming incoming;
        try {
            incoming =
                    new Incoming.Numbered(
                            hall,
                            Envelope.read(hall, bytes),
                            bytes,
                            hash(message.userProperties().getOrDefault("hash", "")),
                            strand.now());
        } catch (Envelope.Malformed e) {
            incoming =
                    new Incoming.Unnumbered(
                            hall, bytes, String.valueOf(e.getMessage()), strand.now());
        }
        waiting.add(incoming);
        waitingBytes += bytes.length;
        commitNext();
    }

    private static Optional<byte[]> hash(String hex) {
        if (hex.length() != 2 * ChainHash.LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void commitNext() {
        if (committing || waiting.isEmpty()) {
            return;
        }
        committing = true;
        List<Incoming> batch = new ArrayList<>();
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        commit(List.copyOf(batch));
    }

    private void commit(List<Incoming> batch) {
        onDisk(
                () -> store.commit(batch),
                commit -> committed(batch, commit),
                () -> strand.after(RETRY, () -> commit(batch)));
    }

    private void committed(List<Incoming> batch, Commit commit) {
        committing = false;
        batch.forEach(incoming -> waitingBytes -= incoming.bytes().length);
        counters.stored.add(commit.stored());
        counters.repeated.add(commit.repeated());
        counters.alarms.add(commit.alarms().size());
        counters.malformed.add(commit.malformed());
        commit.alarms().stream().filter(warned::add).forEach(Collector::warn);
        // Also when nothing is new: a hall that sends again has not had the acknowledgement.
        commit.prefixes().forEach(this::acknowledge);
        batch.forEach(incoming -> toInterpret.add(incoming.hall()));
        commitNext();
        interpretNext();
    }

    private static void warn(String hall) {
        LOG.log(
                System.Logger.Level.WARNING,
                "The hall {0} sent events that contradict what the center holds: see its alarms",
                hall);
    }

    private void acknowledge(String hall, Position prefix) {
        if (!closed) {
            // Nothing at all, though events came: the hall is to begin at its beginning.
            bus.retain(
                    new Topics(hall).centerAck(),
                    "{\"epoch\":%d,\"seq\":%d}"
                            .formatted(Math.max(1, prefix.epoch()), prefix.seq())
                            .getBytes(UTF_8));
        }
    }

    /**
     * One hall, one chunk at a time, so that commits get between; a pause after each round over all
     * halls with news.
     */
    private void interpretNext() {
        if (interpreting || closed) {
            return;
        }
        if (round.isEmpty()) {
            round.addAll(toInterpret);
            toInterpret.clear();
        }
        String hall = round.poll();
        if (hall == null) {
            return;
        }
        interpreting = true;
        onDisk(
                () -> store.interpret(hall, BATCH),
                taken -> {
                    if (taken == BATCH) {
                        round.add(hall);
                        interpreting = false;
                        interpretNext();
                    } else {
                        look(hall);
                    }
                },
                () -> again(hall));
    }

    /** Reads what the pages show of a hall. */
    private void look(String hall) {
        onDisk(
                () -> held(hall),
                now -> {
                    held.put(hall, now);
                    viewSoon();
                    interpretAfter(round.isEmpty() ? VIEW_PAUSE : Duration.ZERO);
                },
                () -> again(hall));
    }

    private Held held(String hall) throws IOException {
        return new Held(
                store.prefix(hall),
                store.epochs(hall),
                store.gaps(hall),
                store.acceptedGaps(hall),
                store.removals(hall, 1).stream().findFirst(),
                store.alarms(hall, RECENT),
                store.malformed(hall),
                store.figures(hall, RECENT));
    }

    private void again(String hall) {
        toInterpret.add(hall);
        interpretAfter(RETRY);
    }

    private void interpretAfter(Duration pause) {
        strand.after(
                pause,
                () -> {
                    interpreting = false;
                    interpretNext();
                });
    }

    private void viewSoon() {
        if (!viewDue) {
            viewDue = true;
            strand.after(
                    VIEW_PAUSE,
                    () -> {
                        viewDue = false;
                        views.accept(view());
                    });
        }
    }

    private CenterView view() {
        Set<String> halls = new TreeSet<>(live.keySet());
        halls.addAll(held.keySet());
        List<HallView> shown = new ArrayList<>();
        for (String hall : halls) {
            LiveState now = live.getOrDefault(hall, new LiveState());
            Held store = held.getOrDefault(hall, Held.nothing());
            shown.add(
                    new HallView(
                            hall,
                            now.link(),
                            store.prefix,
                            store.epochs,
                            store.gaps,
                            store.accepted,
                            store.removed,
                            store.alarms,
                            store.malformed,
                            store.figures,
                            now.windows(),
                            now.devices()));
        }
        return new CenterView(connected, trouble, shown);
    }

    /** A restore under way; a higher number replaces it. */
    private record Restore(
            long number,
            String hall,
            long epoch,
            long from,
            String topic,
            Optional<byte[]> correlation) {}

    private void requested(String hall, String verb, Bus.Message message) {
        Optional<Restore> restore =
                verb.equals("events") ? restore(hall, message) : Optional.empty();
        if (restore.isEmpty()) {
            counters.refused.increment();
            return;
        }
        restores.put(hall, restore.get());
        answer(restore.get(), restore.get().from);
    }

    private Optional<Restore> restore(String hall, Bus.Message message) {
        Optional<String> topic =
                message.responseTopic()
                        .filter(
                                t ->
                                        new Topics(hall).parse(t).orElse(null)
                                                instanceof Topic.CenterResponse);
        try {
            JsonNode json = JSON.readTree(message.payload());
            JsonNode epoch = json.path("epoch");
            JsonNode from = json.path("from");
            if (topic.isEmpty()
                    || !epoch.isIntegralNumber()
                    || !epoch.canConvertToLong()
                    || !from.isIntegralNumber()
                    || !from.canConvertToLong()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Restore(
                            ++restoreNumber,
                            hall,
                            epoch.longValue(),
                            from.longValue(),
                            topic.get(),
                            message.correlation()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void answer(Restore restore, long next) {
        Restore newest = restores.get(restore.hall);
        if (newest == null || newest.number != restore.number || closed) {
            return;
        }
        onDisk(
                () ->
                        new Piece(
                                store.read(restore.hall, restore.epoch, next, RESTORE_CHUNK),
                                store.prefix(restore.hall)),
                piece -> send(restore, next, piece.events, piece.held),
                () -> strand.after(RETRY, () -> answer(restore, next)));
    }

    /** Events of a restore, and how far the hall was held when they were read. */
    private record Piece(List<StoredEvent> events, Position held) {}

    private void send(Restore restore, long next, List<StoredEvent> events, Position held) {
        if (events.isEmpty()) {
            byte[] end =
                    "{\"ok\":true,\"epoch\":%d,\"from\":%d,\"count\":%d,\"held\":{\"epoch\":%d,\"seq\":%d}}"
                            .formatted(
                                    restore.epoch,
                                    restore.from,
                                    next - restore.from,
                                    held.epoch(),
                                    held.seq())
                            .getBytes(UTF_8);
            restores.remove(restore.hall, restore);
            bus.publish(response(restore, end, Map.of()));
            return;
        }
        new Chunk(restore, next + events.size(), events.size()).send(events);
    }

    private static Bus.Message response(
            Restore restore, byte[] payload, Map<String, String> properties) {
        return new Bus.Message(
                restore.topic,
                payload,
                Bus.Quality.AT_LEAST_ONCE,
                false,
                Optional.empty(),
                Optional.empty(),
                restore.correlation,
                properties);
    }

    /** Events of a restore that the broker has not all taken yet. */
    private final class Chunk {
        private final Restore restore;
        private final long next;
        private int left;

        Chunk(Restore restore, long next, int left) {
            this.restore = restore;
            this.next = next;
            this.left = left;
        }

        void send(List<StoredEvent> events) {
            for (StoredEvent event : events) {
                bus.publish(response(restore, event.bytes(), Map.of("hash", event.hash())))
                        .whenComplete((done, failure) -> sent(failure == null));
            }
        }

        private void sent(boolean taken) {
            left--;
            if (!taken) {
                // The hall asks again when it is connected again.
                restores.remove(restore.hall, restore);
            } else if (left == 0) {
                answer(restore, next);
            }
        }
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private <T> void onDisk(DiskWork<T> work, Consumer<T> then, Runnable failed) {
        disk.execute(
                () -> {
                    try {
                        T result = work.run();
                        strand.execute(
                                () -> {
                                    trouble = Optional.empty();
                                    then.accept(result);
                                });
                    } catch (IOException | RuntimeException e) {
                        strand.execute(
                                () -> {
                                    if (!closed) {
                                        fail(e);
                                        failed.run();
                                    }
                                });
                    }
                });
    }

    private void fail(Exception e) {
        if (trouble.isEmpty()) {
            LOG.log(System.Logger.Level.ERROR, "The center cannot store, and tries again", e);
        }
        trouble = Optional.of(String.valueOf(e.getMessage()));
        viewSoon();
    }
}
