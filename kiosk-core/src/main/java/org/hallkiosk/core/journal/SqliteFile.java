package org.hallkiosk.core.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite database that must survive power loss: how it is opened, checked and copied.
 *
 * <p>Written by exactly one connection; read by others. Only sqlite-jdbc may touch the file while
 * it is open: SQLite before 3.51.3 can damage a database in WAL mode, and Debian 12's own program
 * is older (RELIABILITY.md §3). The file, its {@code -wal} and its {@code -shm} belong together and
 * are moved or copied together.
 *
 * <p>The launcher names the folder of sqlite-jdbc's native library ({@code org.sqlite.lib.path});
 * where it is not, the driver unpacks it into {@code org.sqlite.tmpdir}, a private directory from
 * which libraries may be loaded. Both are read once in a process, when the first database is
 * opened.
 *
 * @param path the database file; its directory must exist
 * @param applicationId marks the file as ours, in SQLite's header
 * @param migrations the schema: element n brings a file of {@code user_version} n to n + 1, each
 *     step statement by statement in one transaction. The version is kept a second time in a table
 *     {@code version}, so that damage to either is seen
 */
public record SqliteFile(Path path, int applicationId, List<List<String>> migrations) {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** SQLite's header is 100 bytes (sqlite.org/fileformat2.html §1.3). */
    private static final int HEADER_BYTES = 100;

    private static final int PAGE_BYTES = 4096;

    public SqliteFile {
        migrations = migrations.stream().map(List::copyOf).toList();
    }

    /**
     * Opens the writing connection; makes the file, and brings its schema up to date. Blocks.
     * {@code COMMIT} has reached the disk when it returns; transactions are begun and ended by SQL
     * ({@link #execute}), because JDBC's own manual mode loses track of a transaction that SQLite
     * rolled back by itself after an error of the disk.
     *
     * @throws NewerSchema when a newer version of the program wrote the file
     */
    public Connection openWriter() throws SQLException {
        SQLiteConfig config = common();
        config.setPageSize(PAGE_BYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(16 * 1024 * 1024);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "1000");
        // What is deleted is overwritten: keys of personal data are among it (EVENTS.md 8).
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        // The only thing this connection ever waits for is a reader, when it empties the log.
        config.setBusyTimeout(100);
        Connection connection = connect(config);
        try {
            migrate(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** Opens a connection that cannot change the file, which must exist. Blocks. */
    public Connection openReader() throws SQLException {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return connect(config);
    }

    private Connection connect(SQLiteConfig config) throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try {
            execute(connection, "PRAGMA trusted_schema = OFF");
            execute(connection, "PRAGMA cell_size_check = ON");
            return connection;
        } catch (SQLException e) {
            close(connection, e);
            throw e;
        }
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        config.enforceForeignKeys(true);
        config.enableLoadExtension(false);
        return config;
    }

    private void migrate(Connection connection) throws SQLException {
        int version = (int) number(connection, "PRAGMA user_version");
        if (version > migrations.size()) {
            throw new NewerSchema(path, version, migrations.size());
        }
        for (int from = version; from < migrations.size(); from++) {
            execute(connection, "BEGIN IMMEDIATE");
            if (from == 0) {
                execute(connection, "CREATE TABLE version (number INTEGER NOT NULL) STRICT");
                execute(connection, "INSERT INTO version VALUES (0)");
            }
            for (String sql : migrations.get(from)) {
                execute(connection, sql);
            }
            execute(connection, "PRAGMA application_id = " + applicationId);
            execute(connection, "PRAGMA user_version = " + (from + 1));
            execute(connection, "UPDATE version SET number = " + (from + 1));
            execute(connection, "COMMIT");
        }
    }

    /** What a file was found to be. */
    public sealed interface Examination {
        /** Nothing was ever written to it, or it is not there. */
        record Blank() implements Examination {}

        /**
         * Its structure is whole. What the rows say is not known by that.
         *
         * @param schema its {@code user_version}
         */
        record Whole(int schema) implements Examination {}

        /**
         * It is not what was written.
         *
         * @param problems what is wrong, one sentence each
         */
        record Damaged(List<String> problems) implements Examination {
            public Damaged {
                problems = List.copyOf(problems);
            }

            Damaged(String problem) {
                this(List.of(problem));
            }
        }
    }

    /**
     * Looks at a file that nobody has open, and leaves it as it is. Blocks for as long as it takes
     * to read it through.
     *
     * @throws NewerSchema when a newer version of the program wrote it
     * @throws SQLException when it cannot be read for a reason that is not damage; likewise
     *     IOException
     */
    public Examination examine() throws IOException, SQLException {
        Path log = path.resolveSibling(path.getFileName() + "-wal");
        if (!Files.exists(path) || Files.size(path) == 0) {
            // SQLite would delete the log.
            return Files.exists(log) && Files.size(log) > 0
                    ? new Examination.Damaged("There is a log without its database")
                    : new Examination.Blank();
        }
        Optional<String> header = headerProblem();
        if (header.isPresent()) {
            return new Examination.Damaged(header.get());
        }
        try (Connection connection = openReader()) {
            return examine(connection);
        } catch (SQLException e) {
            if (meansDamage(e)) {
                return new Examination.Damaged(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Examination examine(Connection connection) throws SQLException {
        List<String> problems = check(connection, false);
        if (!problems.isEmpty()) {
            return new Examination.Damaged(problems);
        }
        int schema = (int) number(connection, "PRAGMA user_version");
        if (number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
            return schema == 0
                    ? new Examination.Blank()
                    : new Examination.Damaged("The tables are missing");
        }
        if (schema != number(connection, "SELECT number FROM version")) {
            return new Examination.Damaged("The schema's version was changed");
        }
        if (schema > migrations.size()) {
            throw new NewerSchema(path, schema, migrations.size());
        }
        return new Examination.Whole(schema);
    }

    /** Whether an error while reading says that the file is not what this program wrote. */
    static boolean meansDamage(SQLException e) {
        return reason(e) == Outcome.Reason.DAMAGED
                || (e instanceof SQLiteException sqlite
                        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_ERROR
                                || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_MISMATCH));
    }

    /**
     * What can be seen of damage in the first hundred bytes before SQLite is let near the file: it
     * would take some of it for a new or a foreign database.
     *
     * @return one sentence, or empty when the header is well or the file is empty
     */
    public Optional<String> headerProblem() throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            if (file.size() == 0) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(header);
            while (buffer.hasRemaining() && file.read(buffer) >= 0) {
                // until the header is full or the file ends
            }
            if (buffer.hasRemaining()) {
                return Optional.of("The file is shorter than a header");
            }
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.of("The header does not begin as SQLite's");
        }
        boolean fixedFields =
                Short.toUnsignedInt(fields.getShort(16)) == PAGE_BYTES
                        && (header[18] == 1 || header[18] == 2)
                        && header[18] == header[19]
                        && header[20] == 0
                        && header[21] == 64
                        && header[22] == 32
                        && header[23] == 32;
        if (!fixedFields) {
            return Optional.of("The header's page size or format is not what was written");
        }
        int id = fields.getInt(68);
        if (id != 0 && id != applicationId) {
            return Optional.of("The header bears the application id " + Integer.toHexString(id));
        }
        return Optional.empty();
    }

    /**
     * SQLite's own check of the structure: thorough ({@code integrity_check}), or without comparing
     * indexes with tables ({@code quick_check}). Blocks for as long as it takes to read the file.
     *
     * @return what is wrong; empty when all is well
     */
    public static List<String> check(Connection connection, boolean thorough) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                thorough ? "PRAGMA integrity_check" : "PRAGMA quick_check")) {
            while (rows.next()) {
                String text = rows.getString(1);
                if (!text.equals("ok")) {
                    problems.add(text);
                }
            }
        }
        return problems;
    }

    /**
     * Writes a compact copy of what is committed into a new file, made durable before its name
     * appears. Writers are not held up. Blocks.
     *
     * @param source a connection to the database, outside a transaction
     * @param copy must not exist
     * @throws SQLException when the source cannot be read or the copy not written
     * @throws IOException when the copy cannot be made durable
     */
    public static void copy(Connection source, Path copy) throws SQLException, IOException {
        Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        try (PreparedStatement statement = source.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, partial.toString());
            statement.executeUpdate();
        }
        force(partial);
        Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
        forceNames(copy);
    }

    /** Writes the whole write-ahead log into the database and empties it. */
    static boolean truncateLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** Syncs a file, or the names in a directory, to the disk. */
    static void force(Path path) throws IOException {
        StandardOpenOption how =
                Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** Runs one statement that gives no rows. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A BLOB column; the driver gives null for an empty one. */
    static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    /** Syncs the name of a file, which is in its directory, to the disk. */
    static void forceNames(Path file) throws IOException {
        force(file.toAbsolutePath().resolveSibling(""));
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Closes after a failure, which stays the one that is told. */
    static void close(Connection connection, Exception cause) {
        try {
            connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** The same trouble for callers that know no SQL. */
    static UncheckedIOException unreadable(SQLException e) {
        return new UncheckedIOException(new IOException(e.getMessage(), e));
    }

    /** What kind of trouble an error of SQLite is. */
    static Outcome.Reason reason(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return Outcome.Reason.IO_ERROR;
        }
        // The low byte is the primary code (sqlite.org/rescode.html).
        int primary = sqlite.getResultCode().code & 0xFF;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Outcome.Reason.DISK_FULL;
        } else if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Outcome.Reason.DAMAGED;
        } else if (primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return Outcome.Reason.CONFLICT;
        } else {
            return Outcome.Reason.IO_ERROR;
        }
    }

    /** The file was written by a newer version of the program; nothing was changed. */
    public static final class NewerSchema extends SQLException {
        private static final long serialVersionUID = 1L;

        NewerSchema(Path path, int found, int known) {
            super(path + " has schema " + found + ", this program knows up to " + known);
        }
    }
}
