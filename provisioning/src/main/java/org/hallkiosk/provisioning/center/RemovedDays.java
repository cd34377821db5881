package org.hallkiosk.provisioning.center;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.journal.Position;

/**
 * What was removed of the halls' events after its time: whole business days from the oldest on,
 * each with the chain hash at its end (EVENTS.md 9: a checkpoint begins a new segment, and older
 * ones are removed whole).
 *
 * <p>A row is what was removed of one epoch at a time; of each epoch it is always a beginning.
 */
final class RemovedDays {

    private final Sql sql;
    private final Interpretation interpretation;

    RemovedDays(Sql sql, Interpretation interpretation) {
        this.sql = sql;
        this.interpretation = interpretation;
    }

    static List<String> tables() {
        return List.of(
                """
                CREATE TABLE removed (
                  hall INTEGER NOT NULL REFERENCES hall,
                  epoch INTEGER NOT NULL,
                  first INTEGER NOT NULL,
                  last INTEGER NOT NULL,
                  hash BLOB NOT NULL,
                  day TEXT NOT NULL,
                  at INTEGER NOT NULL,
                  PRIMARY KEY (hall, epoch, last)) STRICT, WITHOUT ROWID""");
    }

    /** Up to which number an epoch's events were removed; 0 when none was. */
    long last(long hall, long epoch) throws SQLException {
        return sql.number(
                "SELECT coalesce(max(last), 0) FROM removed WHERE hall = ? AND epoch = ?",
                hall,
                epoch);
    }

    /** The chain hash at the end of what was removed at a time; elsewhere it is not held. */
    Optional<byte[]> hash(long hall, Position at) throws SQLException {
        return sql.first(
                "SELECT hash FROM removed WHERE hall = ? AND epoch = ? AND last = ?",
                row -> row.getBytes(1),
                hall,
                at.epoch(),
                at.seq());
    }

    /** The newest removals of a hall, newest first. */
    List<Removal> newest(long hall, int limit) throws SQLException {
        // Where a day lies in several epochs, the last of them is where it ends.
        return sql.all(
                "SELECT day, epoch, last, hash, at FROM removed WHERE hall = ? AND NOT EXISTS"
                        + " (SELECT * FROM removed other WHERE other.hall = removed.hall"
                        + " AND other.day = removed.day AND other.at = removed.at"
                        + " AND other.epoch > removed.epoch)"
                        + " ORDER BY epoch DESC, last DESC LIMIT ?",
                row ->
                        new Removal(
                                LocalDate.parse(row.getString(1)),
                                new Position(row.getLong(2), row.getLong(3)),
                                HexFormat.of().formatHex(row.getBytes(4)),
                                Instant.ofEpochMilli(row.getLong(5))),
                hall,
                limit);
    }

    /**
     * Removes the oldest business day that is held, with whatever stands before it, when its time
     * is over; in the caller's transaction.
     *
     * @return empty when there is none: it is too young, something of it came too late, it is not
     *     chained yet, or no later day has begun
     */
    Optional<Removal> removeOldest(long hall, Retention retention, Instant now)
            throws SQLException {
        Optional<LocalDate> newest = interpretation.newestDay(hall);
        List<Interpretation.Opened> oldest = interpretation.oldestDays(hall, 2);
        if (newest.isEmpty() || oldest.size() < 2) {
            return Optional.empty();
        }
        LocalDate firstKept = retention.firstKept(now, newest.get());
        Instant cameBefore = retention.cameBefore(firstKept);
        removeAside(hall, cameBefore);
        LocalDate day = oldest.getFirst().day();
        Position end = oldest.getLast().at();
        if (!day.isBefore(firstKept) || mustStay(hall, end, cameBefore)) {
            return Optional.empty();
        }
        return Optional.of(remove(hall, day, end, now));
    }

    private boolean mustStay(long hall, Position end, Instant cameBefore) throws SQLException {
        return sql.first(
                        "SELECT 1 FROM event WHERE hall = ? AND (epoch, seq) < (?, ?)"
                                + " AND (at >= ? OR seq > (SELECT head FROM epoch"
                                + " WHERE epoch.hall = event.hall"
                                + " AND epoch.epoch = event.epoch)) LIMIT 1",
                        row -> true,
                        hall,
                        end.epoch(),
                        end.seq(),
                        cameBefore.toEpochMilli())
                .isPresent();
    }

    /** What is gone of one epoch; 0 is the last where nothing of it was chained. */
    private record Part(long epoch, long count, long last) {}

    private Removal remove(long hall, LocalDate day, Position end, Instant now)
            throws SQLException {
        List<Part> parts =
                sql.all(
                        "SELECT epoch, count(*), max(seq) FILTER (WHERE hash IS NOT NULL)"
                                + " FROM event WHERE hall = ? AND (epoch, seq) < (?, ?)"
                                + " GROUP BY epoch ORDER BY epoch DESC",
                        row -> new Part(row.getLong(1), row.getLong(2), row.getLong(3)),
                        hall,
                        end.epoch(),
                        end.seq());
        for (Part part : parts) {
            sql.run(
                    "INSERT INTO removed SELECT hall, epoch, ?, seq, hash, ?, ? FROM event"
                            + " WHERE hall = ? AND epoch = ? AND seq = ?",
                    last(hall, part.epoch) + 1,
                    day.toString(),
                    now.toEpochMilli(),
                    hall,
                    part.epoch,
                    part.last);
            sql.run(
                    "UPDATE epoch SET stored = stored - ? WHERE hall = ? AND epoch = ?",
                    part.count,
                    hall,
                    part.epoch);
        }
        sql.run(
                "DELETE FROM event WHERE hall = ? AND (epoch, seq) < (?, ?)",
                hall,
                end.epoch(),
                end.seq());
        interpretation.removed(hall, day, end);
        Position at =
                parts.stream()
                        .filter(part -> part.last > 0)
                        .findFirst()
                        .map(part -> new Position(part.epoch, part.last))
                        .orElseThrow(() -> new SQLException("Nothing chained before " + end));
        byte[] hash = hash(hall, at).orElseThrow(() -> new SQLException("No hash at " + at));
        return new Removal(day, at, HexFormat.of().formatHex(hash), now);
    }

    /** What was kept aside is no older than what is held. */
    private void removeAside(long hall, Instant cameBefore) throws SQLException {
        sql.run("DELETE FROM malformed WHERE hall = ? AND at < ?", hall, cameBefore.toEpochMilli());
        sql.run(
                "DELETE FROM alarm WHERE hall = ? AND at < ? AND seq <= (SELECT max(last) FROM"
                        + " removed WHERE removed.hall = alarm.hall"
                        + " AND removed.epoch = alarm.epoch)",
                hall,
                cameBefore.toEpochMilli());
    }
}
