package org.hallkiosk.core.hall;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Context;
import org.hallkiosk.core.domain.Decision;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallSnapshot;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.QueueEngine;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.JournalHealth;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.Snapshot;
import org.hallkiosk.core.journal.StoredAnswer;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.SnapshotCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a hall: it lets the engine decide, makes the events durable, and only then lets
 * anybody know.
 *
 * <p>It keeps the state twice. The tentative one is ahead by what is being written, so that the
 * next command is decided at once and many commits share one sync; the committed one is what others
 * may see. When a write fails, the tentative state is made anew from the committed one, and
 * everything that was decided on it is refused.
 *
 * <p>All methods are called on the hall's strand and everything is told there.
 */
public final class Hall {

    private static final int REPLAY_PAGE = 1000;

    private final String id;
    private final ZoneId zone;
    private final Strand strand;
    private final Journal journal;
    private final QueueEngine engine;
    private final EventCodec events;
    private final SnapshotCodec snapshots;
    private final Ids ids;
    private final EvaluationTokens tokens;

    private final List<Listener> listeners = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private HallState committed = new HallState();
    private HallState tentative = new HallState();
    private Position next = new Position(1, 1);
    private boolean resetting;
    private boolean serving;
    private Position segmentBegun = Position.START;
    private LongConsumer epochAhead = epoch -> {};

    /** Told what has become durable. */
    public interface Listener {
        /** These events are durable, in order; {@link #state} shows their effect. */
        void committed(List<EventRecord> records);
    }

    /** What came of a command. */
    public sealed interface Result {
        /** It has taken effect, durably. */
        record Accepted(Answer answer) implements Result {}

        /** It changed nothing. */
        record Refused(Refusal refusal) implements Result {}
    }

    /** Who asks, for what, and under which id. */
    public record Question(
            Command command, Actor actor, @Nullable UUID requestId, @Nullable HandIn offline) {

        /** What a part of the hall itself wants. */
        public static Question system(String part, Command command) {
            return new Question(command, Actor.system(part), null, null);
        }
    }

    private record Pending(
            List<EventRecord> records,
            Optional<String> token,
            Answer answer,
            CompletableFuture<Result> result) {}

    /**
     * Makes it; {@link #replay} fills it.
     *
     * @param id the hall's id
     * @param zone the hall's time zone
     */
    public Hall(
            String id,
            ZoneId zone,
            Strand strand,
            Journal journal,
            QueueEngine engine,
            EventCodec events,
            SnapshotCodec snapshots,
            Ids ids,
            EvaluationTokens tokens) {
        this.id = id;
        this.zone = zone;
        this.strand = strand;
        this.journal = journal;
        this.engine = engine;
        this.events = events;
        this.snapshots = snapshots;
        this.ids = ids;
        this.tokens = tokens;
    }

    /**
     * Rebuilds the state from snapshot and journal. Blocks for as long as that takes.
     *
     * @throws java.io.UncheckedIOException when the journal cannot be read
     * @throws IllegalArgumentException when an event cannot be understood: the journal is of a
     *     newer release, and going on without it would forget what happened
     */
    public void replay() {
        committed = stateAt(journal.head());
        startFromCommitted();
    }

    /**
     * The state after an event, from the newest snapshot before it that can be read. It follows
     * what each epoch says it continues: events of an earlier epoch that were brought back behind
     * that point are history, and what they meant is in later events (docs/adr/0011-restore.md).
     *
     * @throws java.io.UncheckedIOException when the journal cannot be read
     * @throws IllegalArgumentException when the journal does not hold it, or an event cannot be
     *     understood
     */
    HallState stateAt(Position position) {
        List<Position> ends = path(position);
        HallState state = new HallState();
        Position from = Position.START;
        for (Optional<Snapshot> next = journal.snapshot(position);
                next.isPresent() && from.equals(Position.START);
                next = before(next.get())) {
            Position at = next.get().position();
            boolean onPath =
                    ends.stream().anyMatch(e -> e.epoch() == at.epoch() && e.seq() >= at.seq());
            if (onPath
                    && snapshots.decode(next.get().bytes())
                            instanceof Decoded.Good<HallSnapshot>(HallSnapshot snapshot)) {
                state = HallState.of(snapshot);
                from = at;
            }
        }
        for (Position end : ends) {
            if (end.isAfter(from)) {
                apply(state, from.epoch() == end.epoch() ? from.seq() : 0, end);
            }
        }
        if (state.epoch() != position.epoch() || state.seq() != position.seq()) {
            throw new IllegalArgumentException("The journal does not lead to " + position);
        }
        return state;
    }

    private Optional<Snapshot> before(Snapshot snapshot) {
        Position at = snapshot.position();
        return at.seq() == 0
                ? Optional.empty()
                : journal.snapshot(new Position(at.epoch(), at.seq() - 1));
    }

    /** The last event of each epoch on the way to a position, oldest first. */
    private List<Position> path(Position position) {
        List<Position> ends = new ArrayList<>();
        Position end = position;
        while (end.seq() > 0) {
            ends.addFirst(end);
            List<Entry> first = journal.read(new Position(end.epoch(), 0), 1);
            boolean held =
                    !first.isEmpty() && first.getFirst().position().equals(first(end.epoch()));
            if (!held
                    || !(events.decode(first.getFirst().bytes()).orThrow().event()
                            instanceof Event.EpochOpened opened)
                    || opened.previousEpoch() >= end.epoch()) {
                break;
            }
            end = new Position(opened.previousEpoch(), opened.previousSeq());
        }
        return ends;
    }

    private static Position first(long epoch) {
        return new Position(epoch, 1);
    }

    private void apply(HallState state, long after, Position end) {
        Position at = new Position(end.epoch(), after);
        while (end.isAfter(at)) {
            int limit = (int) Math.min(REPLAY_PAGE, end.seq() - at.seq());
            List<Entry> page = journal.read(at, limit);
            if (page.isEmpty() || page.getLast().position().isAfter(end)) {
                throw new IllegalArgumentException("Events after " + at + " are not held");
            }
            for (Entry entry : page) {
                state.apply(events.decode(entry.bytes()).orThrow());
            }
            at = page.getLast().position();
        }
    }

    /** Goes on in the epoch of the journal: nothing is to be opened first. */
    void resume() {
        serving = true;
    }

    /** Whether commands are decided: the journal's epoch is open. */
    boolean isServing() {
        return serving;
    }

    /** The epoch in which the next command is decided. */
    long tentativeEpoch() {
        return tentative.epoch();
    }

    /** Asked before an adoption is decided whose lease is of a later epoch than is known here. */
    void onEpochAhead(LongConsumer listener) {
        epochAhead = listener;
    }

    /** The hall's id. */
    public String id() {
        return id;
    }

    /** Adds a listener; it hears what is committed from now on. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** What is durable. Not to be changed by anybody else. */
    public HallState state() {
        return committed;
    }

    /** The hall's date now. */
    public LocalDate today() {
        return LocalDate.ofInstant(strand.now(), zone);
    }

    /** Whether the journal can write. */
    public JournalHealth health() {
        return journal.health();
    }

    /** Lets the engine decide; the result comes when it is durable. */
    public CompletionStage<Result> submit(Question question) {
        return submit(question, answer -> Optional.empty());
    }

    /**
     * Lets the engine decide; the result comes when it is durable, never exceptionally.
     *
     * @param stored makes of the answer what is stored with the events in one transaction
     */
    public CompletionStage<Result> submit(
            Question question, Function<Answer, Optional<StoredAnswer>> stored) {
        if (resetting) {
            return refused(Refusal.of(RefusalCode.DEGRADED));
        }
        if (question.command() instanceof Command.OpenEpoch) {
            serving = true;
        } else if (!serving || tentative.epoch() == 0) {
            return refused(Refusal.of(RefusalCode.RECOVERING));
        }
        if (question.command() instanceof Command.TicketAdopt adopt
                && adopt.epoch() > tentative.epoch()) {
            epochAhead.accept(adopt.epoch());
        }
        EvaluationTokens.Token token = tokens.fresh();
        UUID newId =
                question.command() instanceof Command.TicketAdopt && question.requestId() != null
                        ? question.requestId()
                        : ids.next();
        Context context =
                new Context(
                        strand.now(),
                        today(),
                        question.actor(),
                        question.requestId(),
                        newId,
                        token.hash(),
                        question.offline());
        return switch (engine.decide(tentative, question.command(), context)) {
            case Decision.Refused refused -> refused(refused.refusal());
            case Decision.Accepted accepted when accepted.events().isEmpty() ->
                    nothingToWrite(accepted.answer());
            case Decision.Accepted accepted -> write(question, accepted, token, stored);
        };
    }

    /** An answer that changes nothing still waits for what it may have looked at. */
    private CompletionStage<Result> nothingToWrite(Answer answer) {
        Pending last = pending.peekLast();
        if (last == null) {
            return CompletableFuture.completedStage(new Result.Accepted(answer));
        }
        return last.result.thenApply(
                before ->
                        before instanceof Result.Accepted
                                ? new Result.Accepted(answer)
                                : new Result.Refused(Refusal.of(RefusalCode.DEGRADED)));
    }

    private CompletionStage<Result> write(
            Question question,
            Decision.Accepted accepted,
            EvaluationTokens.Token token,
            Function<Answer, Optional<StoredAnswer>> stored) {
        if (journal.health() instanceof JournalHealth.Degraded) {
            return refused(Refusal.of(RefusalCode.DEGRADED));
        }
        List<EventRecord> records = records(question, accepted);
        List<byte[]> bytes = new ArrayList<>(records.size());
        for (EventRecord entry : records) {
            byte[] encoded = events.encode(entry);
            if (encoded.length > Batch.MAX_EVENT_BYTES) {
                return refused(Refusal.of(RefusalCode.TOO_LARGE, "limit", Batch.MAX_EVENT_BYTES));
            }
            bytes.add(encoded);
        }
        records.forEach(tentative::apply);
        EventRecord last = records.getLast();
        next = new Position(last.epoch(), last.seq() + 1);

        boolean offered =
                records.stream().anyMatch(r -> r.event() instanceof Event.EvaluationOffered);
        Pending write =
                new Pending(
                        records,
                        offered ? Optional.of(token.secret()) : Optional.empty(),
                        accepted.answer(),
                        new CompletableFuture<>());
        pending.add(write);
        Position first = new Position(records.getFirst().epoch(), records.getFirst().seq());
        journal.append(
                new Batch(first, bytes, stored.apply(accepted.answer())),
                outcome -> written(write, outcome));
        return write.result;
    }

    private List<EventRecord> records(Question question, Decision.Accepted accepted) {
        List<EventRecord> records = new ArrayList<>(accepted.events().size());
        Position at = next;
        for (Event event : accepted.events()) {
            if (event instanceof Event.EpochOpened
                    && question.command() instanceof Command.OpenEpoch opened) {
                at = new Position(opened.epoch(), 1);
            }
            records.add(
                    new EventRecord(
                            ids.next(),
                            id,
                            at.epoch(),
                            at.seq(),
                            accepted.at(),
                            question.requestId(),
                            question.actor(),
                            question.offline(),
                            event));
            at = new Position(at.epoch(), at.seq() + 1);
        }
        return records;
    }

    private void written(Pending write, Outcome outcome) {
        pending.remove(write);
        switch (outcome) {
            case Outcome.Committed committedNow -> {
                write.records.forEach(committed::apply);
                write.token.ifPresent(secret -> tokens.remember(write.records, secret));
                listeners.forEach(listener -> listener.committed(write.records));
                write.result.complete(new Result.Accepted(write.answer));
            }
            case Outcome.Refused refused -> {
                resetting = true;
                write.result.complete(
                        new Result.Refused(
                                Refusal.of(RefusalCode.DEGRADED, "why", refused.text())));
            }
        }
        if (resetting && pending.isEmpty()) {
            startFromCommitted();
        }
    }

    private void startFromCommitted() {
        tentative = HallState.of(committed.snapshot());
        next =
                committed.epoch() == 0
                        ? new Position(1, 1)
                        : new Position(committed.epoch(), committed.seq() + 1);
        resetting = false;
    }

    /**
     * Stores a snapshot and begins a new segment (EVENTS.md 9), whose first event says so. Only
     * when nothing is being written and something has happened since the last one; otherwise it
     * does nothing and the caller tries again later.
     *
     * @return whether a checkpoint was begun
     */
    public boolean checkpoint(Journal.Done done) {
        if (!pending.isEmpty() || resetting || !serving || committed.epoch() == 0) {
            return false;
        }
        Position position = new Position(committed.epoch(), committed.seq());
        List<Entry> last = journal.read(new Position(position.epoch(), position.seq() - 1), 1);
        boolean begun = position.equals(segmentBegun);
        if (last.isEmpty() || begun || !position.equals(journal.head())) {
            return false;
        }
        journal.checkpoint(new Snapshot(position, snapshots.encode(committed.snapshot())), done);
        // In the same turn, so that it is the first event of the segment.
        segmentBegun = new Position(position.epoch(), position.seq() + 1);
        submit(
                Question.system(
                        "checkpoint",
                        new Command.MakeCheckpoint(
                                position.seq(), ChainHash.hex(last.getFirst().hash()))));
        return true;
    }

    private static CompletionStage<Result> refused(Refusal refusal) {
        return CompletableFuture.completedStage(new Result.Refused(refusal));
    }
}
