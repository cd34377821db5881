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
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Context;
import org.hallkiosk.core.domain.Decision;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.QueueEngine;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.JournalHealth;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.Snapshot;
import org.hallkiosk.core.journal.StoredAnswer;
import org.hallkiosk.core.port.Ids;
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
        Optional<Snapshot> snapshot = journal.recovery().snapshot();
        committed =
                snapshot.map(s -> HallState.of(snapshots.decode(s.bytes()).orThrow()))
                        .orElseGet(HallState::new);
        Position at = snapshot.map(Snapshot::position).orElse(Position.START);
        for (List<Entry> page = journal.read(at, REPLAY_PAGE);
                !page.isEmpty();
                page = journal.read(at, REPLAY_PAGE)) {
            for (Entry entry : page) {
                committed.apply(events.decode(entry.bytes()).orThrow());
                at = entry.position();
            }
        }
        startFromCommitted();
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
     * Stores a snapshot and begins a new segment (EVENTS.md 9). Only when nothing is being written;
     * otherwise it does nothing and the caller tries again later.
     *
     * @return whether a checkpoint was begun
     */
    public boolean checkpoint(Journal.Done done) {
        if (!pending.isEmpty() || resetting || committed.epoch() == 0) {
            return false;
        }
        Position position = new Position(committed.epoch(), committed.seq());
        journal.checkpoint(new Snapshot(position, snapshots.encode(committed.snapshot())), done);
        return true;
    }

    private static CompletionStage<Result> refused(Refusal refusal) {
        return CompletableFuture.completedStage(new Result.Refused(refusal));
    }
}
