package org.hallkiosk.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole old segments of a journal, each a database of the journal's own schema in a file {@code
 * segment-EPOCH-SEQ-DAY.db}: where it ends and on which day, in UTC. All methods block.
 */
record Archive(Path directory) {

    private static final Pattern NAME = Pattern.compile("segment-\\d{8}-\\d{13}-(\\d{8})\\.db");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private record Boundary(Position position, byte[] hash, long at, boolean snapshot) {}

    /**
     * Writes each segment that may go into a file of its own. A file that is there from an attempt
     * that did not finish is written again.
     *
     * @return the end of the last one, up to which the journal's events may be removed; empty when
     *     nothing may go
     */
    Optional<Position> write(Connection journal, Position acknowledged)
            throws SQLException, IOException {
        List<Boundary> boundaries = boundaries(journal);
        Optional<Position> end = end(boundaries, acknowledged);
        long oldest = SqliteFile.number(journal, "SELECT coalesce(min(position), 0) FROM event");
        if (end.isEmpty() || oldest == 0 || oldest > end.get().toNumber()) {
            return Optional.empty();
        }
        Optional<Boundary> before = Optional.empty();
        for (Boundary each : boundaries) {
            boolean held = each.position().toNumber() >= oldest;
            if (held && !each.position().isAfter(end.get())) {
                writeSegment(journal, before, each);
            }
            before = Optional.of(each);
        }
        return end;
    }

    /** What is left must begin at a snapshot, and after the newest one nothing goes. */
    private static Optional<Position> end(List<Boundary> boundaries, Position acknowledged) {
        return boundaries.stream()
                .limit(Math.max(0, boundaries.size() - 1))
                .filter(Boundary::snapshot)
                .map(Boundary::position)
                .filter(position -> !position.isAfter(acknowledged))
                .reduce((earlier, later) -> later);
    }

    private static List<Boundary> boundaries(Connection journal) throws SQLException {
        List<Boundary> boundaries = new ArrayList<>();
        try (PreparedStatement statement =
                        journal.prepareStatement(
                                """
                                SELECT position, hash, at,
                                    EXISTS (SELECT * FROM snapshot s
                                        WHERE s.position = checkpoint.position)
                                FROM checkpoint ORDER BY position
                                """);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                boundaries.add(
                        new Boundary(
                                Position.ofNumber(row.getLong(1)),
                                SqliteFile.bytes(row, 2),
                                row.getLong(3),
                                row.getBoolean(4)));
            }
        }
        return boundaries;
    }

    private void writeSegment(Connection journal, Optional<Boundary> before, Boundary end)
            throws SQLException, IOException {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(end.at()), ZoneOffset.UTC);
        Path file =
                directory.resolve(
                        String.format(
                                Locale.ROOT,
                                "segment-%08d-%013d-%s.db",
                                end.position().epoch(),
                                end.position().seq(),
                                DAY.format(day)));
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + suffix));
        }
        try (Connection copy = JournalSchema.file(partial).openWriter()) {
            SqliteFile.execute(copy, "BEGIN IMMEDIATE");
            if (before.isPresent()) {
                putCheckpoint(copy, before.get());
            }
            putCheckpoint(copy, end);
            copyRows(
                    journal,
                    "SELECT epoch, start_hash, row_check FROM epoch WHERE epoch > ? AND epoch <= ?",
                    before.map(b -> b.position().epoch() - 1).orElse(0L),
                    end.position().epoch(),
                    copy,
                    "INSERT INTO epoch VALUES (?, ?, ?)");
            copyRows(
                    journal,
                    "SELECT position, bytes, hash FROM event WHERE position > ? AND position <= ?",
                    before.map(b -> b.position().toNumber()).orElse(0L),
                    end.position().toNumber(),
                    copy,
                    "INSERT INTO event VALUES (?, ?, ?)");
            SqliteFile.execute(copy, "COMMIT");
            List<String> problems = JournalContents.read(copy).problems();
            if (!problems.isEmpty()) {
                throw new IOException("The archived segment is not whole: " + problems);
            }
            // One file by itself: nobody writes to it any more.
            SqliteFile.execute(copy, "PRAGMA journal_mode = DELETE");
        }
        SqliteFile.force(partial);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        SqliteFile.force(directory);
    }

    private static void putCheckpoint(Connection copy, Boundary boundary) throws SQLException {
        long position = boundary.position().toNumber();
        try (PreparedStatement put =
                copy.prepareStatement("INSERT INTO checkpoint VALUES (?, ?, ?, ?)")) {
            put.setLong(1, position);
            put.setBytes(2, boundary.hash());
            put.setLong(3, boundary.at());
            put.setLong(
                    4,
                    JournalContents.checkpointCheck(position, boundary.hash(), boundary.at())
                            .value());
            put.executeUpdate();
        }
    }

    /** Copies rows of three columns whose key is above one number and at most another. */
    private static void copyRows(
            Connection journal, String select, long above, long to, Connection copy, String insert)
            throws SQLException {
        try (PreparedStatement from = journal.prepareStatement(select);
                PreparedStatement put = copy.prepareStatement(insert)) {
            from.setLong(1, above);
            from.setLong(2, to);
            try (ResultSet row = from.executeQuery()) {
                while (row.next()) {
                    for (int column = 1; column <= 3; column++) {
                        put.setObject(column, row.getObject(column));
                    }
                    put.executeUpdate();
                }
            }
        }
    }

    /** Removes what is archived from the journal; runs in its transaction. */
    static void remove(Connection journal, Position end) throws SQLException {
        for (String sql :
                List.of(
                        "DELETE FROM event WHERE position <= ?",
                        "DELETE FROM checkpoint WHERE position < ?")) {
            try (PreparedStatement delete = journal.prepareStatement(sql)) {
                delete.setLong(1, end.toNumber());
                delete.executeUpdate();
            }
        }
    }

    /** Removes archive files whose segment ended before the day of the moment. */
    void removeOlder(Instant moment) throws IOException {
        LocalDate first = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        for (Path file : LiveDirectory.list(directory)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && LocalDate.parse(name.group(1), DAY).isBefore(first)) {
                Files.delete(file);
            }
        }
    }
}
