package org.hallkiosk.core.journal;

import java.util.Comparator;

/**
 * The place of an event in a hall's journal. Positions are ordered by epoch, then by sequence.
 *
 * @param epoch from 1, at most {@value #MAX_EPOCH}; 0 only in {@link #START}
 * @param seq counts every event from 1 in each epoch, at most {@value #MAX_SEQ}; 0 stands before
 *     the first event of the epoch
 */
public record Position(long epoch, long seq) implements Comparable<Position> {

    /** The greatest epoch: what remains of 63 bits beside the sequence. */
    public static final long MAX_EPOCH = (1L << 23) - 1;

    /** The greatest sequence number: 40 bits. */
    public static final long MAX_SEQ = (1L << 40) - 1;

    /** Before the first event of all. */
    public static final Position START = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::epoch).thenComparingLong(Position::seq);

    public Position {
        if (epoch < 0 || epoch > MAX_EPOCH || seq < 0 || seq > MAX_SEQ) {
            throw new IllegalArgumentException("No position: epoch " + epoch + ", seq " + seq);
        }
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Whether this comes after the other one. */
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    /** The position in one number with the same order, as it is stored. */
    long toNumber() {
        return epoch << 40 | seq;
    }

    static Position ofNumber(long number) {
        return new Position(number >>> 40, number & MAX_SEQ);
    }

    @Override
    public String toString() {
        return epoch + "/" + seq;
    }
}
