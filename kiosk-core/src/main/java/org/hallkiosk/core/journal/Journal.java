package org.hallkiosk.core.journal;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The append-only journal of a hall, which is the truth about it (EVENTS.md).
 *
 * <p>All methods are called on the owner's strand, and everything that is handed in to be called is
 * called there. Writes are asynchronous, are made durable in the order in which they were given,
 * and end with exactly one call of their {@link Done}. When one fails, none after it gets in before
 * the owner has been told, because the numbers after it no longer follow.
 *
 * <p>Reads see what is durable, and nothing else; they are answered from the file or the page
 * cache, so that they may wait for the disk. Each of them throws {@link
 * java.io.UncheckedIOException} when the file cannot be read; nothing is changed by that.
 */
public interface Journal extends AutoCloseable {

    /** What was found when it was opened. */
    Recovery recovery();

    /** Whether it can write now. Changes are also told to the listener given at opening. */
    JournalHealth health();

    /** The last durable event; {@link Position#START} when there is none. */
    Position head();

    /**
     * Adds events and an answer in one transaction. A batch continues its epoch. The first event of
     * a higher epoch than all before has seq 1 and begins that epoch; its chain starts from the
     * hash of the head.
     */
    void append(Batch batch, Done done);

    /**
     * Brings back events that were lost here and that the center still held. They continue an epoch
     * that is held, or are the first of one that is not. May be called while a restored journal
     * waits for its new epoch, and later, when they are behind the head: no event after them is
     * changed by that.
     *
     * @param batch without an answer
     * @param previous the chain hash that the first one follows
     */
    void refill(Batch batch, byte[] previous, Done done);

    /** The newest snapshot kept that is not after a position. */
    Optional<Snapshot> snapshot(Position atMost);

    /**
     * The stored answer of a request. An answer whose append is still under way is not found: the
     * owner knows its own pending requests.
     */
    Optional<StoredAnswer> findAnswer(String requestId);

    /** Forgets the answers whose {@code keptUntil} is before the day. */
    void dropAnswers(LocalDate day, Done done);

    /**
     * The events after a position, in the order of positions.
     *
     * @param limit at most this many, from 1
     */
    List<Entry> read(Position after, int limit);

    /** How far a named reader has come; {@link Position#START} when it never advanced. */
    Position cursor(String name);

    /**
     * Moves a cursor forward; a position that is not after the present one changes nothing. It is
     * seen by {@link #cursor} at once and durable with the next commit or within a second: a cursor
     * that falls back after a crash means that something is sent again, which the receiver bears.
     */
    void advance(String name, Position to);

    /**
     * Stores a snapshot of the state after the head, which ends the present segment and begins the
     * next. Refused as {@link Outcome.Reason#OUT_OF_SEQUENCE} when the snapshot's position is not
     * the head at that time. The snapshots of the newest two checkpoints and of the oldest one that
     * is held are kept.
     */
    void checkpoint(Snapshot snapshot, Done done);

    /**
     * Takes whole old segments out of the journal into archive files, never a part of one, and
     * removes archive files that are older than they must be kept. What is left begins after a
     * checkpoint whose snapshot is kept, so a segment may have to wait for a later checkpoint; the
     * segment after the newest checkpoint always stays.
     *
     * @param acknowledged how far the center holds the events
     * @param keep how long archive files are kept after their segment ended
     */
    void archive(Position acknowledged, Duration keep, Done done);

    /** Stores the key that seals the personal data of a case. Refused when it has one. */
    void putKey(String caseId, byte[] key, Done done);

    /** The key of a case, while it exists. */
    Optional<byte[]> findKey(String caseId);

    /**
     * Destroys the key of a case, and with it what it sealed; it is gone from the file and from its
     * write-ahead log when done says committed. Copies of the backup age out (EVENTS.md 8).
     */
    void destroyKey(String caseId, Done done);

    /**
     * Writes a verified copy beside the older ones and removes the oldest beyond the number kept.
     */
    void backup(Done done);

    /**
     * Recomputes the chain over everything that is held and checks the file's own structure.
     *
     * @param result called with what is wrong, one sentence each; empty when all is well
     */
    void verify(Consumer<List<String>> result);

    /**
     * Makes durable what was given, refuses what comes later, and waits for the end of the write
     * that is under way. Safe to call again.
     */
    @Override
    void close();

    /** What to do when a write has ended. */
    @FunctionalInterface
    interface Done {
        /** Called once, on the owner's strand. */
        void done(Outcome outcome);
    }
}
