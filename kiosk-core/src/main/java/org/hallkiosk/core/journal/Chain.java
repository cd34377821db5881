package org.hallkiosk.core.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far each epoch has come, and with it what may be appended next. Immutable, so that a
 * transaction which fails leaves no trace.
 *
 * @param start the hash from which the chain of an empty journal goes on
 * @param fence an event needs an epoch above this one; raised while a restored journal waits for
 *     its new epoch, otherwise 0
 * @param tips the last event of each epoch that can be continued
 */
record Chain(byte[] start, long fence, NavigableMap<Long, Tip> tips) {

    record Tip(Position position, byte[] hash) {}

    /** What a batch becomes: the entries to store, and the chain after them. */
    record Extension(List<Entry> entries, Chain chain, Optional<byte[]> epochStart) {}

    static Chain empty(String hall) {
        return new Chain(ChainHash.start(hall), 0, new TreeMap<>());
    }

    Position head() {
        return tips.isEmpty() ? Position.START : tips.lastEntry().getValue().position();
    }

    byte[] headHash() {
        return tips.isEmpty() ? start : tips.lastEntry().getValue().hash();
    }

    Chain withFence(long epoch) {
        return new Chain(start, epoch, tips);
    }

    Chain with(Tip tip) {
        NavigableMap<Long, Tip> moved = new TreeMap<>(tips);
        moved.put(tip.position().epoch(), tip);
        return new Chain(start, fence, moved);
    }

    /**
     * Adds the events of a batch.
     *
     * @throws RefusedWrite when they do not follow, or one is too large
     */
    Extension extend(Batch batch) throws RefusedWrite {
        if (batch.events().isEmpty()) {
            return new Extension(List.of(), this, Optional.empty());
        }
        Position first = batch.first();
        Tip tip = tips.get(first.epoch());
        boolean opensEpoch = tip == null;
        checkSequence(first, tip == null ? 0 : tip.position().seq());
        byte[] hash = tip == null ? headHash() : tip.hash();
        Optional<byte[]> epochStart = opensEpoch ? Optional.of(hash) : Optional.empty();

        List<Entry> entries = entries(batch, hash);
        Chain after = with(new Tip(entries.getLast().position(), entries.getLast().hash()));
        return new Extension(entries, opensEpoch ? after.withFence(0) : after, epochStart);
    }

    /**
     * Adds events that were lost and found again, see {@link Journal#refill}.
     *
     * @throws RefusedWrite when they do not follow, or one is too large
     */
    Extension refill(Batch batch, byte[] previous) throws RefusedWrite {
        Position first = batch.first();
        Tip tip = tips.get(first.epoch());
        boolean follows =
                tip == null
                        ? first.seq() == 1
                        : first.seq() == tip.position().seq() + 1
                                && Arrays.equals(previous, tip.hash());
        if (!follows) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE, first + " does not follow what is held");
        }
        List<Entry> entries = entries(batch, previous);
        Tip last = new Tip(entries.getLast().position(), entries.getLast().hash());
        return new Extension(
                entries, with(last), tip == null ? Optional.of(previous) : Optional.empty());
    }

    private static List<Entry> entries(Batch batch, byte[] previous) throws RefusedWrite {
        Position first = batch.first();
        List<Entry> entries = new ArrayList<>(batch.events().size());
        byte[] hash = previous;
        long seq = first.seq();
        for (byte[] event : batch.events()) {
            if (event.length > Batch.MAX_EVENT_BYTES) {
                throw new RefusedWrite(
                        Outcome.Reason.TOO_LARGE, "The event has " + event.length + " bytes");
            }
            hash = ChainHash.next(hash, event);
            entries.add(new Entry(new Position(first.epoch(), seq++), event, hash));
        }
        return entries;
    }

    private void checkSequence(Position first, long lastSeq) throws RefusedWrite {
        if (first.epoch() <= fence) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE,
                    first + " is not above epoch " + fence + ", and the journal was restored");
        }
        if (first.epoch() < head().epoch()) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE, first + " belongs to an epoch that is over");
        }
        if (first.seq() != lastSeq + 1) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE,
                    first + " does not follow " + new Position(first.epoch(), lastSeq));
        }
    }
}
