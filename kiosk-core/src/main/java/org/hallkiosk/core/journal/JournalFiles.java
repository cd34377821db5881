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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Where a journal's files are, and how a damaged one is replaced.
 *
 * <pre>
 *   DIR/live/journal.db, -wal, -shm   what is in use; moved by the directory, so always together
 *   DIR/mark                          how far it must have come ({@link HeadMark})
 *   DIR/aside/TIME/                   damaged ones, for ever
 *   DIR/archive/                      whole old segments
 *   DIR/restoring/                    copies while a restore is under way, otherwise absent
 *   BACKUPS/journal-EPOCH-SEQ.db      copies by the position of their head
 * </pre>
 *
 * <p>Each step of a restore is one rename, so that a crash anywhere in it leads to the same restore
 * at the next start. All methods block.
 */
record JournalFiles(Path directory, Path backups) {

    private static final System.Logger LOG = System.getLogger(JournalFiles.class.getName());
    private static final String DATABASE = "journal.db";
    private static final Pattern BACKUP = Pattern.compile("journal-(\\d{8})-(\\d{13})\\.db");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

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
        return JournalSchema.file(liveDirectory().resolve(DATABASE));
    }

    Path mark() {
        return directory.resolve("mark");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path archive() {
        return directory.resolve("archive");
    }

    private Path liveDirectory() {
        return directory.resolve("live");
    }

    private Path aside() {
        return directory.resolve("aside");
    }

    private Path restoring() {
        return directory.resolve("restoring");
    }

    static String backupName(Position head) {
        return String.format(Locale.ROOT, "journal-%08d-%013d.db", head.epoch(), head.seq());
    }

    /** The backups, newest content first. */
    List<Path> backupFiles() throws IOException {
        return list(backups).stream()
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

    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    void makeDirectories() throws IOException {
        for (Path each : List.of(directory, backups, archive(), aside())) {
            Files.createDirectories(each);
        }
        SqliteFile.force(directory);
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
        delete(restoring());
        Optional<Position> mark = HeadMark.read(mark());
        List<String> problems = new ArrayList<>();
        switch (inspect(live())) {
            case Inspection.Blank() -> {
                boolean nothingBefore =
                        mark.isEmpty() && backupFiles().isEmpty() && list(aside()).isEmpty();
                if (nothingBefore) {
                    Files.createDirectories(liveDirectory());
                    SqliteFile.force(directory);
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
        if (Files.exists(liveDirectory())) {
            Path moved = newAside(now);
            Files.move(liveDirectory(), moved, StandardCopyOption.ATOMIC_MOVE);
            SqliteFile.force(aside());
            SqliteFile.force(directory);
            problems.add("It was moved to " + moved);
        }
        long greatestEpoch = mark.map(Position::epoch).orElse(0L);
        Candidate best = null;
        int number = 0;
        for (List<Path> files : copies()) {
            Path copy = Files.createDirectories(restoring().resolve(Integer.toString(number++)));
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
                        : Files.createDirectories(restoring().resolve("empty"));
        markRestored(JournalSchema.file(ready.resolve(DATABASE)));
        try (HeadMark newMark = HeadMark.open(mark())) {
            newMark.writeDurably(new Position(greatestEpoch, 0));
        }
        Files.move(ready, liveDirectory(), StandardCopyOption.ATOMIC_MOVE);
        SqliteFile.force(directory);
        delete(restoring());
        if (inspect(live()) instanceof Inspection.Sound(JournalContents contents)) {
            return new Prepared(Optional.of(contents), greatestEpoch, List.copyOf(problems));
        }
        throw new IOException("The restored journal cannot be read back: " + live().path());
    }

    /** What a journal can be restored from: the newest one aside, and the backups. */
    private List<List<Path>> copies() throws IOException {
        List<List<Path>> copies = new ArrayList<>();
        List<Path> asides = list(aside());
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

    private Path newAside(Instant now) {
        Path path = aside().resolve(TIME.format(now));
        for (int n = 2; Files.exists(path); n++) {
            path = aside().resolve(TIME.format(now) + "-" + n);
        }
        return path;
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

    /**
     * Checks a database that nobody uses. A reader does it, so that a damaged one stays as it is.
     */
    private static Inspection inspect(SqliteFile file) throws IOException, SQLException {
        Path log = file.path().resolveSibling(file.path().getFileName() + "-wal");
        boolean empty = !Files.exists(file.path()) || Files.size(file.path()) == 0;
        if (empty && Files.exists(log) && Files.size(log) > 0) {
            // SQLite would delete the log.
            return new Inspection.Damaged(List.of("There is a log without its database"));
        } else if (empty) {
            return new Inspection.Blank();
        }
        Optional<String> header = file.headerProblem();
        if (header.isPresent()) {
            return new Inspection.Damaged(List.of(header.get()));
        }
        try {
            Inspection older = inspectContents(file);
            if (older != null) {
                return older;
            }
            file.openWriter().close();
            Inspection migrated = inspectContents(file);
            return migrated != null ? migrated : new Inspection.Blank();
        } catch (SQLException e) {
            if (meansDamage(e)) {
                return new Inspection.Damaged(List.of(String.valueOf(e.getMessage())));
            }
            throw e;
        } catch (IllegalArgumentException e) {
            return new Inspection.Damaged(List.of("A row holds what was never written: " + e));
        }
    }

    /** Null when the file is sound but of an older schema. */
    private static @Nullable Inspection inspectContents(SqliteFile file) throws SQLException {
        try (Connection connection = file.openReader()) {
            List<String> structure = SqliteFile.check(connection, false);
            if (!structure.isEmpty()) {
                return new Inspection.Damaged(structure);
            }
            long schema = SqliteFile.number(connection, "PRAGMA user_version");
            if (SqliteFile.number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
                return schema == 0
                        ? new Inspection.Blank()
                        : new Inspection.Damaged(List.of("The tables are missing"));
            }
            if (schema != SqliteFile.number(connection, "SELECT number FROM version")) {
                return new Inspection.Damaged(List.of("The schema's version was changed"));
            }
            if (schema > JournalSchema.VERSION) {
                throw new SqliteFile.NewerSchema(file.path(), (int) schema, JournalSchema.VERSION);
            }
            if (schema < JournalSchema.VERSION) {
                return null;
            }
            JournalContents contents = JournalContents.read(connection);
            return contents.problems().isEmpty()
                    ? new Inspection.Sound(contents)
                    : new Inspection.Damaged(contents.problems());
        }
    }

    private static boolean meansDamage(SQLException e) {
        // SQLITE_ERROR and MISMATCH: the schema or a row is not what this program writes.
        return SqliteFile.reason(e) == Outcome.Reason.DAMAGED
                || (e instanceof SQLiteException sqlite
                        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_ERROR
                                || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_MISMATCH));
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

    /** Removes copies of ours; what was moved aside is never given to this. */
    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
