package org.hallkiosk.core.journal;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hallkiosk.hal.time.Strand;

/**
 * A journal without a disk, for simulations: deterministic under {@link
 * org.hallkiosk.hal.time.SimulatedTime}, with the same rules as the real one. Its {@link Disk}
 * outlives it, so that a simulated process can crash and start again.
 *
 * <p>{@link #backup} does nothing; a copy of the disk is a backup. Belongs to its strand's thread.
 */
public final class MemoryJournal implements Journal {

    private static final JournalHealth HEALTHY = new JournalHealth.Healthy();

    /** What is durable. */
    public static final class Disk {
        private final NavigableMap<Position, Entry> events = new TreeMap<>();
        private final Map<String, StoredAnswer> answers = new HashMap<>();
        private final Map<String, Position> cursors = new HashMap<>();
        private final NavigableSet<Position> checkpoints = new TreeSet<>();
        private final NavigableMap<Position, byte[]> snapshots = new TreeMap<>();
        private final Map<String, byte[]> keys = new HashMap<>();
        private final NavigableMap<Long, byte[]> epochStarts = new TreeMap<>();
        private Chain chain;
        private boolean restored;
        private long greatestEpoch;

        /** An empty disk for the journal of a hall. */
        public Disk(String hall) {
            this.chain = Chain.empty(hall);
        }

        private Disk(Disk other) {
            events.putAll(other.events);
            answers.putAll(other.answers);
            cursors.putAll(other.cursors);
            checkpoints.addAll(other.checkpoints);
            snapshots.putAll(other.snapshots);
            keys.putAll(other.keys);
            epochStarts.putAll(other.epochStarts);
            chain = other.chain;
            restored = other.restored;
            greatestEpoch = other.greatestEpoch;
        }

        /** The same contents, from now on on their own. */
        public Disk copy() {
            return new Disk(this);
        }

        /**
         * A copy that stands for a lost disk, as {@link Recovery#restored} says.
         *
         * @param epoch the greatest epoch that was found anywhere
         */
        public Disk restored(long epoch) {
            Disk copy = new Disk(this);
            copy.restored = true;
            copy.greatestEpoch = Math.max(epoch, chain.head().epoch());
            copy.chain = chain.withFence(copy.greatestEpoch);
            return copy;
        }
    }

    private interface Change {
        void apply() throws RefusedWrite;
    }

    private record Pending(Change change, Done done) {}

    private final Disk disk;
    private final Strand strand;
    private final Consumer<JournalHealth> health;
    private final Supplier<Duration> commitDelay;
    private final Recovery recovery;
    private final List<Pending> waiting = new ArrayList<>();
    private boolean committing;
    private boolean crashed;
    private boolean closed;
    private JournalHealth state = HEALTHY;

    /**
     * Opens the journal on a disk.
     *
     * @param health called on the strand with each change of {@link #health}
     * @param commitDelay how long the next commit takes; asked once for each group
     */
    public MemoryJournal(
            Disk disk,
            Strand strand,
            Consumer<JournalHealth> health,
            Supplier<Duration> commitDelay) {
        this.disk = disk;
        this.strand = strand;
        this.health = health;
        this.commitDelay = commitDelay;
        this.recovery =
                new Recovery(
                        disk.chain.head(),
                        disk.chain.headHash(),
                        Optional.ofNullable(disk.snapshots.lastEntry())
                                .map(e -> new Snapshot(e.getKey(), e.getValue())),
                        disk.cursors,
                        Math.max(disk.greatestEpoch, disk.chain.head().epoch()),
                        disk.restored,
                        disk.restored ? List.of("The disk was replaced by a copy") : List.of());
    }

    /** Lets every commit fail from now on, the one under way included, until {@link #heal}. */
    public void fail(Outcome.Reason reason, String text) {
        change(new JournalHealth.Degraded(reason, text));
    }

    /** Ends what {@link #fail} began. */
    public void heal() {
        change(HEALTHY);
    }

    private void change(JournalHealth next) {
        if (!next.equals(state)) {
            state = next;
            strand.execute(() -> health.accept(next));
        }
    }

    /** Power is cut: what is not durable is gone and nobody is told; the disk stays as it is. */
    public void crash() {
        crashed = true;
        waiting.clear();
    }

    @Override
    public Recovery recovery() {
        return recovery;
    }

    @Override
    public JournalHealth health() {
        return state;
    }

    @Override
    public Position head() {
        return disk.chain.head();
    }

    @Override
    public void append(Batch batch, Done done) {
        write(done, () -> apply(batch));
    }

    private void apply(Batch batch) throws RefusedWrite {
        Chain.Extension extension = disk.chain.extend(batch);
        Optional<StoredAnswer> answer = batch.answer();
        if (answer.isPresent() && disk.answers.containsKey(answer.get().requestId())) {
            throw new RefusedWrite(
                    Outcome.Reason.CONFLICT, "There is an answer: " + answer.get().requestId());
        }
        if (extension.epochStart().isPresent()) {
            disk.restored = false;
        }
        put(batch.first(), extension);
        answer.ifPresent(a -> disk.answers.put(a.requestId(), a));
    }

    @Override
    public void refill(Batch batch, byte[] previous, Done done) {
        write(
                done,
                () -> {
                    if (!disk.events.isEmpty() && disk.events.firstKey().isAfter(batch.first())) {
                        throw new RefusedWrite(
                                Outcome.Reason.OUT_OF_SEQUENCE,
                                batch.first() + " belongs to an archived segment");
                    }
                    put(batch.first(), disk.chain.refill(batch, previous));
                });
    }

    private void put(Position first, Chain.Extension extension) {
        extension.epochStart().ifPresent(start -> disk.epochStarts.put(first.epoch(), start));
        extension.entries().forEach(entry -> disk.events.put(entry.position(), entry));
        disk.chain = extension.chain();
    }

    @Override
    public Optional<Snapshot> snapshot(Position atMost) {
        return Optional.ofNullable(disk.snapshots.floorEntry(atMost))
                .map(e -> new Snapshot(e.getKey(), e.getValue()));
    }

    @Override
    public Optional<StoredAnswer> findAnswer(String requestId) {
        return Optional.ofNullable(disk.answers.get(requestId));
    }

    @Override
    public void dropAnswers(LocalDate day, Done done) {
        write(done, () -> disk.answers.values().removeIf(a -> a.keptUntil().isBefore(day)));
    }

    @Override
    public List<Entry> read(Position after, int limit) {
        return disk.events.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public Position cursor(String name) {
        return disk.cursors.getOrDefault(name, Position.START);
    }

    @Override
    public void advance(String name, Position to) {
        if (!crashed && to.isAfter(cursor(name))) {
            disk.cursors.put(name, to);
        }
    }

    @Override
    public void checkpoint(Snapshot snapshot, Done done) {
        write(done, () -> apply(snapshot));
    }

    private void apply(Snapshot snapshot) throws RefusedWrite {
        Position position = snapshot.position();
        if (!position.equals(disk.chain.head()) || position.equals(Position.START)) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE,
                    "A checkpoint at " + position + ", but the head is " + disk.chain.head());
        }
        disk.checkpoints.add(position);
        disk.snapshots.put(position, snapshot.bytes());
        List<Position> newest = disk.snapshots.descendingKeySet().stream().limit(2).toList();
        disk.snapshots
                .keySet()
                .removeIf(p -> !newest.contains(p) && !p.equals(disk.checkpoints.first()));
    }

    @Override
    public void archive(Position acknowledged, Duration keep, Done done) {
        write(
                done,
                () ->
                        disk.snapshots.keySet().stream()
                                .filter(end -> !end.isAfter(acknowledged))
                                .filter(end -> !end.equals(disk.checkpoints.last()))
                                .reduce((earlier, later) -> later)
                                .ifPresent(this::removeUpTo));
    }

    private void removeUpTo(Position end) {
        disk.events.headMap(end, true).clear();
        disk.checkpoints.headSet(end, false).clear();
        disk.snapshots.headMap(end, false).clear();
    }

    @Override
    public void putKey(String caseId, byte[] key, Done done) {
        write(
                done,
                () -> {
                    if (disk.keys.putIfAbsent(caseId, key) != null) {
                        throw new RefusedWrite(
                                Outcome.Reason.CONFLICT, "The case has a key: " + caseId);
                    }
                });
    }

    @Override
    public Optional<byte[]> findKey(String caseId) {
        return Optional.ofNullable(disk.keys.get(caseId));
    }

    @Override
    public void destroyKey(String caseId, Done done) {
        write(done, () -> disk.keys.remove(caseId));
    }

    @Override
    public void backup(Done done) {
        write(done, () -> {});
    }

    @Override
    public void verify(Consumer<List<String>> result) {
        List<String> problems = new ArrayList<>();
        Map<Long, byte[]> hashes = new HashMap<>();
        for (Entry entry : disk.events.values()) {
            Position position = entry.position();
            byte[] before =
                    position.seq() == 1
                            ? disk.epochStarts.get(position.epoch())
                            : hashes.get(position.epoch());
            // What was archived before the first event is not held, so it cannot be recomputed.
            if (before != null
                    && !Arrays.equals(entry.hash(), ChainHash.next(before, entry.bytes()))) {
                problems.add("The chain breaks at " + position);
            }
            hashes.put(position.epoch(), entry.hash());
        }
        strand.execute(() -> result.accept(List.copyOf(problems)));
    }

    @Override
    public void close() {
        if (!crashed) {
            commit();
        }
        closed = true;
    }

    private void write(Done done, Change change) {
        if (crashed) {
            return;
        } else if (closed) {
            tell(done, new Outcome.Refused(Outcome.Reason.CLOSED, "The journal is closed"));
            return;
        }
        waiting.add(new Pending(change, done));
        if (!committing) {
            committing = true;
            strand.after(commitDelay.get(), this::commit);
        }
    }

    /** All that waits becomes durable together, as in the real one. */
    private void commit() {
        committing = false;
        List<Pending> group = List.copyOf(waiting);
        waiting.clear();
        group.forEach(each -> tell(each.done(), outcome(each.change())));
    }

    private Outcome outcome(Change change) {
        if (state instanceof JournalHealth.Degraded(Outcome.Reason reason, String text)) {
            return new Outcome.Refused(reason, text);
        }
        try {
            change.apply();
            return new Outcome.Committed();
        } catch (RefusedWrite e) {
            return e.outcome();
        }
    }

    private void tell(Done done, Outcome outcome) {
        strand.execute(
                () -> {
                    if (!crashed) {
                        done.done(outcome);
                    }
                });
    }
}
