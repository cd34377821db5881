package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
abstract class JournalContract {

    static final String HALL = "h1";
    static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Outcome COMMITTED = new Outcome.Committed();

    private Journal journal;

    /** Opens the journal on what is durable. */
    abstract Journal open();

    /** Runs work on the journal's strand and waits until what it gave has ended. */
    abstract <T> T await(Consumer<Consumer<T>> work);

    /** Loses the newest events, keeping a backup, and opens what remains. */
    abstract Journal loseAllSinceBackup(Journal open);

    @BeforeEach
    void openFirst() {
        journal = open();
    }

    /** Ends what the tests of an implementation need, after the journal is closed. */
    void tearDown() {}

    @AfterEach
    void closeLast() {
        close();
        tearDown();
    }

    final void close() {
        on(
                j -> {
                    j.close();
                    return true;
                });
    }

    private void reopen() {
        close();
        journal = open();
    }

    private <T> T on(Function<Journal, T> work) {
        return await(result -> result.accept(work.apply(journal)));
    }

    private Outcome write(Consumer<Journal.Done> work) {
        return await(outcome -> work.accept(outcome::accept));
    }

    private Outcome append(long epoch, long seq, String... events) {
        return write(done -> journal.append(batch(epoch, seq, events), done));
    }

    private static Batch batch(long epoch, long seq, String... events) {
        return Batch.of(new Position(epoch, seq), bytes(events));
    }

    private static List<byte[]> bytes(String... events) {
        return Stream.of(events).map(e -> e.getBytes(UTF_8)).toList();
    }

    private static Batch answering(Batch batch, String requestId, LocalDate keptUntil) {
        return new Batch(batch.first(), batch.events(), Optional.of(answer(requestId, keptUntil)));
    }

    private static StoredAnswer answer(String requestId, LocalDate keptUntil) {
        return new StoredAnswer(
                requestId,
                "dispenser-1",
                "ticket.take",
                new byte[] {1, 2, 3},
                "{\"ok\":true}".getBytes(UTF_8),
                keptUntil);
    }

    private List<String> texts(Position after, int limit) {
        return on(j -> j.read(after, limit)).stream()
                .map(e -> new String(e.bytes(), UTF_8))
                .toList();
    }

    private List<Position> positions() {
        return on(j -> j.read(Position.START, 1000)).stream().map(Entry::position).toList();
    }

    private Optional<StoredAnswer> findAnswer(String requestId) {
        return on(j -> j.findAnswer(requestId));
    }

    private Optional<byte[]> findKey(String caseId) {
        return on(j -> j.findKey(caseId));
    }

    private Position cursor(String name) {
        return on(j -> j.cursor(name));
    }

    private static void assertRefused(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    private void assertSound() {
        List<String> problems = await(result -> journal.verify(result));
        assertThat(problems).isEmpty();
    }

    @Test
    void beginsEmpty() {
        Recovery recovery = journal.recovery();
        assertThat(recovery.head()).isEqualTo(Position.START);
        assertThat(recovery.headHash()).isEqualTo(ChainHash.start(HALL));
        assertThat(recovery.snapshot()).isEmpty();
        assertThat(recovery.cursors()).isEmpty();
        assertThat(recovery.greatestEpoch()).isZero();
        assertThat(recovery.restored()).isFalse();
        assertThat(recovery.problems()).isEmpty();
        assertThat(positions()).isEmpty();
    }

    @Test
    void keepsTheBytesAndTheChain() {
        assertThat(append(1, 1, "a", "b")).isEqualTo(COMMITTED);
        assertThat(append(1, 3, "")).isEqualTo(COMMITTED);
        byte[] first = ChainHash.next(ChainHash.start(HALL), "a".getBytes(UTF_8));
        byte[] second = ChainHash.next(first, "b".getBytes(UTF_8));
        byte[] third = ChainHash.next(second, new byte[0]);

        reopen();

        List<Entry> entries = on(j -> j.read(Position.START, 10));
        assertThat(entries).extracting(Entry::hash).containsExactly(first, second, third);
        assertThat(entries)
                .extracting(e -> new String(e.bytes(), UTF_8))
                .containsExactly("a", "b", "");
        assertThat(journal.recovery().head()).isEqualTo(new Position(1, 3));
        assertThat(journal.recovery().headHash()).isEqualTo(third);
        assertSound();
    }

    @Test
    void readsAfterAPositionAndNoMoreThanAsked() {
        append(1, 1, "a", "b", "c", "d");
        assertThat(texts(new Position(1, 1), 2)).containsExactly("b", "c");
        assertThat(texts(new Position(1, 4), 2)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFollow() {
        append(1, 1, "a", "b");
        assertRefused(append(1, 4, "d"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertRefused(append(1, 2, "b"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertRefused(append(2, 2, "x"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertRefused(append(0, 1, "x"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(append(1, 3, "c")).isEqualTo(COMMITTED);
        assertThat(texts(Position.START, 10)).containsExactly("a", "b", "c");
    }

    @Test
    void refusesWhatFollowsARefusedBatch() {
        List<Outcome> outcomes = new ArrayList<>();
        String large = "x".repeat(Batch.MAX_EVENT_BYTES + 1);
        Outcome last =
                await(
                        result -> {
                            journal.append(batch(1, 1, "a"), outcomes::add);
                            journal.append(batch(1, 2, large), outcomes::add);
                            journal.append(batch(1, 3, "c"), result::accept);
                        });
        assertThat(outcomes.getFirst()).isEqualTo(COMMITTED);
        assertRefused(outcomes.getLast(), Outcome.Reason.TOO_LARGE);
        assertRefused(last, Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(texts(Position.START, 10)).containsExactly("a");
    }

    @Test
    void acceptsTheLargestEvent() {
        assertThat(append(1, 1, "x".repeat(Batch.MAX_EVENT_BYTES))).isEqualTo(COMMITTED);
    }

    @Test
    void tellsTheEndsInTheOrderOfTheWrites() {
        List<Long> told = new ArrayList<>();
        await(
                (Consumer<Outcome> result) -> {
                    for (long seq = 1; seq <= 200; seq++) {
                        long number = seq;
                        journal.append(
                                batch(1, seq, "event " + seq),
                                outcome -> {
                                    told.add(number);
                                    if (number == 200) {
                                        result.accept(outcome);
                                    }
                                });
                    }
                });
        assertThat(told).hasSize(200).isSorted();
        Position head = on(Journal::head);
        assertThat(head).isEqualTo(new Position(1, 200));
    }

    @Test
    void storesTheAnswerWithTheEvents() {
        write(done -> journal.append(answering(batch(1, 1, "a"), "r1", DAY), done));
        write(
                done ->
                        journal.append(
                                answering(Batch.of(Position.START, List.of()), "r2", DAY), done));
        reopen();
        StoredAnswer found = findAnswer("r1").orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(answer("r1", DAY));
        assertThat(findAnswer("r2")).isPresent();
        assertThat(findAnswer("r3")).isEmpty();
    }

    @Test
    void keepsNeitherEventsNorAnswerOfARefusedBatch() {
        assertRefused(
                write(done -> journal.append(answering(batch(1, 2, "x"), "r1", DAY), done)),
                Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(findAnswer("r1")).isEmpty();
    }

    @Test
    void dropsAnswersAfterTheirLastDay() {
        write(done -> journal.append(answering(batch(1, 1, "a"), "old", DAY), done));
        write(done -> journal.append(answering(batch(1, 2, "b"), "new", DAY.plusDays(1)), done));
        write(done -> journal.dropAnswers(DAY.plusDays(1), done));
        assertThat(findAnswer("old")).isEmpty();
        assertThat(findAnswer("new")).isPresent();
    }

    @Test
    void movesCursorsForwardOnly() {
        append(1, 1, "a", "b", "c");
        on(
                j -> {
                    j.advance("center", new Position(1, 2));
                    j.advance("center", new Position(1, 1));
                    return true;
                });
        assertThat(cursor("center")).isEqualTo(new Position(1, 2));
        assertThat(cursor("other")).isEqualTo(Position.START);
        reopen();
        assertThat(cursor("center")).isEqualTo(new Position(1, 2));
        assertThat(journal.recovery().cursors()).containsEntry("center", new Position(1, 2));
    }

    @Test
    void beginsReplayAtTheNewestSnapshot() {
        append(1, 1, "a");
        assertThat(checkpoint(1, 1, "one")).isEqualTo(COMMITTED);
        append(1, 2, "b");
        assertThat(checkpoint(1, 2, "two")).isEqualTo(COMMITTED);
        append(1, 3, "c");
        assertRefused(checkpoint(1, 2, "late"), Outcome.Reason.OUT_OF_SEQUENCE);
        reopen();
        Snapshot snapshot = journal.recovery().snapshot().orElseThrow();
        assertThat(snapshot.position()).isEqualTo(new Position(1, 2));
        assertThat(new String(snapshot.bytes(), UTF_8)).isEqualTo("two");
        assertThat(texts(snapshot.position(), 10)).containsExactly("c");
    }

    private Outcome checkpoint(long epoch, long seq, String state) {
        Snapshot snapshot = new Snapshot(new Position(epoch, seq), state.getBytes(UTF_8));
        return write(done -> journal.checkpoint(snapshot, done));
    }

    @Test
    void archivesWholeSegmentsThatTheCenterHolds() {
        for (long seq = 1; seq <= 4; seq++) {
            append(1, seq, "event " + seq);
            checkpoint(1, seq, "state " + seq);
        }
        assertThat(archive(1, 2)).isEqualTo(COMMITTED);
        // The snapshot of 2 was dropped, so replay needs what follows 1.
        assertThat(positions()).first().isEqualTo(new Position(1, 2));
        assertThat(archive(1, 4)).isEqualTo(COMMITTED);
        assertThat(positions()).containsExactly(new Position(1, 4));
        reopen();
        assertThat(positions()).containsExactly(new Position(1, 4));
        assertThat(append(1, 5, "event 5")).isEqualTo(COMMITTED);
        assertSound();
    }

    @Test
    void goesOnAfterEverythingButTheLastSegmentIsArchived() {
        append(1, 1, "a");
        checkpoint(1, 1, "one");
        append(2, 1, "b");
        checkpoint(2, 1, "two");
        archive(2, 1);
        reopen();
        assertThat(positions()).containsExactly(new Position(2, 1));
        assertThat(append(2, 2, "c")).isEqualTo(COMMITTED);
        assertSound();
    }

    private Outcome archive(long epoch, long seq) {
        return write(done -> journal.archive(new Position(epoch, seq), Duration.ofDays(180), done));
    }

    @Test
    void continuesTheChainInANewEpoch() {
        append(1, 1, "a");
        byte[] last = on(j -> j.read(Position.START, 1)).getFirst().hash();
        assertThat(append(3, 1, "b")).isEqualTo(COMMITTED);
        Entry opening = on(j -> j.read(new Position(1, 1), 1)).getFirst();
        assertThat(opening.position()).isEqualTo(new Position(3, 1));
        assertThat(opening.hash()).isEqualTo(ChainHash.next(last, "b".getBytes(UTF_8)));
        assertRefused(append(2, 1, "x"), Outcome.Reason.OUT_OF_SEQUENCE);
        reopen();
        assertThat(journal.recovery().greatestEpoch()).isEqualTo(3);
        assertSound();
    }

    @Test
    void takesNothingAfterARestoreUntilANewEpochIsOpened() {
        append(1, 1, "a", "b");
        checkpoint(1, 2, "ab");
        write(done -> journal.backup(done));
        journal = loseAllSinceBackup(journal);

        assertThat(journal.recovery().restored()).isTrue();
        assertThat(journal.recovery().head()).isEqualTo(new Position(1, 2));
        assertThat(journal.recovery().greatestEpoch()).isEqualTo(1);
        assertThat(journal.recovery().problems()).isNotEmpty();
        assertRefused(append(1, 3, "c"), Outcome.Reason.OUT_OF_SEQUENCE);
        reopen();
        assertThat(journal.recovery().restored()).isTrue();

        // What the center holds beyond the backup takes its place, before the epoch or after it.
        byte[] afterB = on(Journal::recovery).headHash();
        byte[] afterC = ChainHash.next(afterB, "c".getBytes(UTF_8));
        assertRefused(refill(1, 4, afterB, "c"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertRefused(refill(1, 3, afterC, "c"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(refill(1, 3, afterB, "c")).isEqualTo(COMMITTED);
        reopen();
        assertThat(journal.recovery().restored()).isTrue();
        assertThat(journal.recovery().head()).isEqualTo(new Position(1, 3));
        assertRefused(append(1, 4, "x"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(append(3, 1, "epoch opened")).isEqualTo(COMMITTED);
        checkpoint(3, 1, "state");
        assertThat(refill(1, 4, afterC, "d")).isEqualTo(COMMITTED);
        assertThat(refill(2, 1, afterC, "of an epoch not held")).isEqualTo(COMMITTED);
        assertRefused(append(1, 5, "x"), Outcome.Reason.OUT_OF_SEQUENCE);
        assertThat(append(3, 2, "e")).isEqualTo(COMMITTED);
        reopen();
        assertThat(journal.recovery().restored()).isFalse();
        assertThat(journal.recovery().head()).isEqualTo(new Position(3, 2));
        assertThat(journal.recovery().snapshot().orElseThrow().position())
                .isEqualTo(new Position(3, 1));
        assertThat(on(j -> j.snapshot(new Position(3, 0))).orElseThrow().position())
                .isEqualTo(new Position(1, 2));
        boolean earlier = on(j -> j.snapshot(new Position(1, 1)).isPresent());
        assertThat(earlier).isFalse();
        assertThat(texts(Position.START, 10))
                .containsExactly("a", "b", "c", "d", "of an epoch not held", "epoch opened", "e");
        assertSound();
    }

    private Outcome refill(long epoch, long seq, byte[] previous, String... events) {
        List<byte[]> bytes = Stream.of(events).map(e -> e.getBytes(UTF_8)).toList();
        return write(
                done -> journal.refill(Batch.of(new Position(epoch, seq), bytes), previous, done));
    }

    @Test
    void destroysKeys() {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        assertThat(write(done -> journal.putKey("case 1", key, done))).isEqualTo(COMMITTED);
        reopen();
        assertThat(findKey("case 1")).hasValueSatisfying(k -> assertThat(k).isEqualTo(key));
        assertThat(write(done -> journal.destroyKey("case 1", done))).isEqualTo(COMMITTED);
        assertThat(findKey("case 1")).isEmpty();
        assertThat(write(done -> journal.destroyKey("case 1", done))).isEqualTo(COMMITTED);
    }

    @Test
    void refusesAfterClosing() {
        close();
        assertRefused(append(1, 1, "a"), Outcome.Reason.CLOSED);
    }
}
