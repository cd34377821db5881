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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a journal's files are, and how a damaged one is replaced.
 *
 * <p>In the {@link LiveDirectory} stands {@code journal.db}, and beside it {@code archive/} with
 * whole old segments. The backups are named {@code journal-EPOCH-SEQ.db} after their head.
 *
 * <p>Each step of a restore is one rename, so that a crash anywhere in it leads to the same restore
 * at the next start. All methods block.
 */
record JournalFiles(LiveDirectory place, Path backups) {

    private static final System.Logger LOG = System.getLogger(JournalFiles.class.getName());
    private static final String DATABASE = "journal.db";
    private static final Pattern BACKUP = Pattern.compile("journal-(\\d{8})-(\\d{13})\\.db");

    /** What became of the files: which contents are live now, and what was wrong. */
    record Prepared(
            Optional<JournalContents> contents, long greatestEpoch, List<String> problems) {}

    private sealed interface Inspection {
        /** Nothing was ever written there. */
        record Blank() implements Inspection {}

        record Sound(JournalContents contents) implements Inspection {}

        record Damaged(List<String> problems) implements Inspection {}
    }

    private record Candidate(Path directory, JournalContents contents) {}

    SqliteFile live() {
        return JournalSchema.file(place.live().resolve(DATABASE));
    }

    Path archive() {
        return place.root().resolve("archive");
    }

    static String backupName(Position head) {
        return String.format(Locale.ROOT, "journal-%08d-%013d.db", head.epoch(), head.seq());
    }

    /** The backups, newest content first. */
    List<Path> backupFiles() throws IOException {
        return LiveDirectory.list(backups).stream()
                .filter(file -> BACKUP.matcher(file.getFileName().toString()).matches())
                .sorted(Comparator.<Path>naturalOrder().reversed())
                .toList();
    }

    /** Writes a copy of the live journal, checks it, and removes the oldest beyond the number. */
    void backup(int kept) throws SQLException, IOException {
        Path fresh = backups.resolve("journal.db.fresh");
        Files.deleteIfExists(fresh);
        try (Connection connection = live().openReader()) {
            SqliteFile.copy(connection, fresh);
        }
        if (!(inspect(JournalSchema.file(fresh)) instanceof Inspection.Sound(var contents))) {
            throw new IOException("The backup cannot be read back; the older ones stay");
        }
        // Reading it may have left these beside it.
        Files.deleteIfExists(backups.resolve("journal.db.fresh-wal"));
        Files.deleteIfExists(backups.resolve("journal.db.fresh-shm"));
        Files.move(
                fresh,
                backups.resolve(backupName(contents.head())),
                StandardCopyOption.ATOMIC_MOVE);
        SqliteFile.force(backups);
        for (Path old : backupFiles().stream().skip(kept).toList()) {
            Files.delete(old);
        }
    }

    void makeDirectories() throws IOException {
        place.makeDirectories();
        Files.createDirectories(backups);
        Files.createDirectories(archive());
        SqliteFile.force(place.root());
    }

    /**
     * Looks at what is there and makes it usable: checks it, and replaces it when it is damaged.
     *
     * @param now names the directory of what is moved aside
     * @throws IOException when the disk does not let it; nothing is taken for damage because of
     *     that
     * @throws SQLException as above, or {@link SqliteFile.NewerSchema}
     */
    Prepared prepare(Instant now) throws IOException, SQLException {
        place.clearRestoring();
        Optional<Position> mark = HeadMark.read(place.mark());
        List<String> problems = new ArrayList<>();
        switch (inspect(live())) {
            case Inspection.Blank() -> {
                boolean nothingBefore =
                        mark.isEmpty() && backupFiles().isEmpty() && place.asides().isEmpty();
                if (nothingBefore) {
                    Files.createDirectories(place.live());
                    SqliteFile.force(place.root());
                    return new Prepared(Optional.empty(), 0, List.of());
                }
                problems.add("The journal is missing");
            }
            case Inspection.Sound(JournalContents contents) -> {
                Position head = contents.head();
                if (contents.restored() || mark.isEmpty() || !mark.get().isAfter(head)) {
                    long epoch = Math.max(head.epoch(), mark.map(Position::epoch).orElse(0L));
                    return new Prepared(Optional.of(contents), epoch, List.of());
                }
                problems.add(
                        "The journal ends at " + head + ", but " + mark.get() + " was committed");
            }
            case Inspection.Damaged(List<String> found) -> problems.addAll(found);
        }
        return restore(mark, now, problems);
    }

    private Prepared restore(Optional<Position> mark, Instant now, List<String> problems)
            throws IOException, SQLException {
        place.moveAside(now).ifPresent(moved -> problems.add("It was moved to " + moved));
        long greatestEpoch = mark.map(Position::epoch).orElse(0L);
        Candidate best = null;
        int number = 0;
        for (List<Path> files : copies()) {
            Path copy =
                    Files.createDirectories(place.restoring().resolve(Integer.toString(number++)));
            for (Path file : files) {
                Files.copy(file, copy.resolve(copiedName(file)));
            }
            greatestEpoch = Math.max(greatestEpoch, epochNamed(files.getFirst()));
            SqliteFile database = JournalSchema.file(copy.resolve(DATABASE));
            greatestEpoch = Math.max(greatestEpoch, salvageEpoch(database));
            if (inspect(database) instanceof Inspection.Sound(JournalContents contents)
                    && (best == null || contents.head().isAfter(best.contents().head()))) {
                best = new Candidate(copy, contents);
            }
        }
        problems.add(
                best == null
                        ? "There is no good copy; the journal begins empty"
                        : "The copy up to " + best.contents().head() + " was restored");
        Path ready =
                best != null
                        ? best.directory()
                        : Files.createDirectories(place.restoring().resolve("empty"));
        markRestored(JournalSchema.file(ready.resolve(DATABASE)));
        try (HeadMark newMark = HeadMark.open(place.mark())) {
            newMark.writeDurably(new Position(greatestEpoch, 0));
        }
        place.install(ready);
        if (inspect(live()) instanceof Inspection.Sound(JournalContents contents)) {
            return new Prepared(Optional.of(contents), greatestEpoch, List.copyOf(problems));
        }
        throw new IOException("The restored journal cannot be read back: " + live().path());
    }

    /** What a journal can be restored from: the newest one aside, and the backups. */
    private List<List<Path>> copies() throws IOException {
        List<List<Path>> copies = new ArrayList<>();
        List<Path> asides = place.asides();
        if (!asides.isEmpty()) {
            // Not the -shm: SQLite makes it anew from the log.
            List<Path> files =
                    Stream.of(DATABASE, DATABASE + "-wal")
                            .map(asides.getLast()::resolve)
                            .filter(Files::exists)
                            .toList();
            if (!files.isEmpty()) {
                copies.add(files);
            }
        }
        backupFiles().forEach(file -> copies.add(List.of(file)));
        return copies;
    }

    private static String copiedName(Path file) {
        return file.getFileName().toString().endsWith("-wal") ? DATABASE + "-wal" : DATABASE;
    }

    private static long epochNamed(Path file) {
        Matcher matcher = BACKUP.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static void markRestored(SqliteFile file) throws SQLException, IOException {
        try (Connection connection = file.openWriter()) {
            putMeta(connection, JournalContents.RESTORED, "yes");
            SqliteFile.truncateLog(connection);
        }
        SqliteFile.force(file.path());
        SqliteFile.forceNames(file.path());
    }

    static void putMeta(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)")) {
            put.setString(1, name);
            put.setString(2, value);
            put.setLong(3, JournalContents.metaCheck(name, value).value());
            put.executeUpdate();
        }
    }

    /** Checks a database that nobody uses, and brings a sound one to the present schema. */
    private static Inspection inspect(SqliteFile file) throws IOException, SQLException {
        return switch (file.examine()) {
            case SqliteFile.Examination.Blank() -> new Inspection.Blank();
            case SqliteFile.Examination.Damaged(List<String> found) ->
                    new Inspection.Damaged(found);
            case SqliteFile.Examination.Whole(int schema) -> {
                if (schema < JournalSchema.VERSION) {
                    file.openWriter().close();
                }
                yield inspectContents(file);
            }
        };
    }

    private static Inspection inspectContents(SqliteFile file) throws SQLException {
        try (Connection connection = file.openReader()) {
            JournalContents contents = JournalContents.read(connection);
            return contents.problems().isEmpty()
                    ? new Inspection.Sound(contents)
                    : new Inspection.Damaged(contents.problems());
        } catch (SQLException e) {
            if (SqliteFile.meansDamage(e)) {
                return new Inspection.Damaged(List.of(String.valueOf(e.getMessage())));
            }
            throw e;
        } catch (IllegalArgumentException e) {
            return new Inspection.Damaged(List.of("A row holds what was never written: " + e));
        }
    }

    /** The greatest epoch that can still be read out of a damaged copy; 0 when none can. */
    private static long salvageEpoch(SqliteFile file) {
        long greatest = 0;
        try (Connection connection = file.openReader();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT epoch, start_hash, row_check FROM epoch");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                byte[] start = SqliteFile.bytes(row, 2);
                boolean genuine =
                        JournalContents.epochCheck(row.getLong(1), start).value() == row.getLong(3);
                greatest = genuine ? Math.max(greatest, row.getLong(1)) : greatest;
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "No epoch can be read from the damaged copy", e);
        }
        return greatest;
    }
}
