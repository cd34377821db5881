package org.hallkiosk.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The tables of a device's journal, and what is done to their rows. */
final class DeviceSchema {

    private static final System.Logger LOG = System.getLogger(DeviceSchema.class.getName());

    /** "HKD1" in ASCII. */
    private static final int APPLICATION_ID = 0x484B4431;

    private static final List<String> VERSION_1 =
            List.of(
                    """
                    CREATE TABLE note (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT,
                        bytes BLOB NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT
                    """,
                    """
                    CREATE TABLE value (
                        name TEXT PRIMARY KEY,
                        bytes BLOB NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE counter (
                        name TEXT PRIMARY KEY,
                        number INTEGER NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    // changes: of this file since it was made; floor: no counter starts below it
                    """
                    CREATE TABLE state (
                        changes INTEGER NOT NULL,
                        floor INTEGER NOT NULL
                    ) STRICT
                    """,
                    "INSERT INTO state VALUES (0, 0)",
                    "CREATE TABLE trial (filler BLOB) STRICT");

    private DeviceSchema() {}

    static SqliteFile file(Path path) {
        return new SqliteFile(path, APPLICATION_ID, List.of(VERSION_1));
    }

    static void append(Connection connection, byte[] bytes) throws SQLException {
        long seq =
                1
                        + Math.max(
                                SqliteFile.number(connection, "SELECT floor FROM state"),
                                SqliteFile.number(
                                        connection,
                                        "SELECT seq FROM sqlite_sequence WHERE name = 'note'"));
        putNote(connection, seq, bytes);
    }

    private static void putNote(Connection connection, long seq, byte[] bytes) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT INTO note VALUES (?, ?, ?)")) {
            put.setLong(1, seq);
            put.setBytes(2, bytes);
            put.setLong(3, new RowCheck().add(seq).add(bytes).value());
            put.executeUpdate();
        }
    }

    static void put(Connection connection, Map<String, byte[]> values) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT OR REPLACE INTO value VALUES (?, ?, ?)")) {
            for (Map.Entry<String, byte[]> value : values.entrySet()) {
                put.setString(1, value.getKey());
                put.setBytes(2, value.getValue());
                put.setLong(3, new RowCheck().add(value.getKey()).add(value.getValue()).value());
                put.executeUpdate();
            }
        }
    }

    static void remove(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM value WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    static void handedIn(Connection connection, long seq) throws SQLException, RefusedWrite {
        long oldest = SqliteFile.number(connection, "SELECT coalesce(min(seq), 0) FROM note");
        if (seq != oldest) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE,
                    "The oldest note is " + oldest + ", not " + seq);
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM note WHERE seq = ?")) {
            delete.setLong(1, seq);
            delete.executeUpdate();
        }
    }

    /** Raises a counter and tells its new number. */
    static long raise(Connection connection, String name) throws SQLException {
        long number = SqliteFile.number(connection, "SELECT floor FROM state");
        try (PreparedStatement find =
                connection.prepareStatement("SELECT number FROM counter WHERE name = ?")) {
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
                number = row.next() ? Math.max(number, row.getLong(1)) : number;
            }
        }
        putCounter(connection, name, number + 1);
        return number + 1;
    }

    private static void putCounter(Connection connection, String name, long number)
            throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("INSERT OR REPLACE INTO counter VALUES (?, ?, ?)")) {
            put.setString(1, name);
            put.setLong(2, number);
            put.setLong(3, new RowCheck().add(name).add(number).value());
            put.executeUpdate();
        }
    }

    /** Checks every row against its checksum, and tells how many changes the file has seen. */
    static long checkRows(SqliteFile file, List<String> problems) throws SQLException {
        try (Connection connection = file.openReader()) {
            readRows(connection, new Check(problems));
            return SqliteFile.number(connection, "SELECT changes FROM state");
        } catch (SQLException e) {
            if (!SqliteFile.meansDamage(e)) {
                throw e;
            }
            problems.add(String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /**
     * Carries over what can be read of a damaged file. The counters go on above what they can have
     * been: at least at the seconds since 1970, since no device connects once a second for long.
     *
     * @return how many rows came over
     */
    static int salvage(SqliteFile damaged, Connection into, long epochSecond)
            throws SQLException, IOException {
        Salvage salvage = new Salvage(into);
        SqliteFile.execute(into, "BEGIN IMMEDIATE");
        if (Files.exists(damaged.path())) {
            try (Connection from = damaged.openReader()) {
                readRows(from, salvage);
            } catch (SQLException e) {
                if (!SqliteFile.meansDamage(e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "The rest of it cannot be read", e);
            }
        }
        long floor = Math.max(epochSecond, salvage.greatest);
        SqliteFile.execute(into, "UPDATE state SET floor = " + floor);
        SqliteFile.execute(into, "COMMIT");
        return salvage.rows;
    }

    private static final class Salvage implements Rows {
        private final Connection into;
        private int rows;
        private long greatest;

        Salvage(Connection into) {
            this.into = into;
        }

        @Override
        public void note(long seq, byte[] bytes) throws SQLException {
            putNote(into, seq, bytes);
            greatest = Math.max(greatest, seq);
            rows++;
        }

        @Override
        public void value(String name, byte[] bytes) throws SQLException {
            put(into, Map.of(name, bytes));
            rows++;
        }

        @Override
        public void counter(String name, long number) throws SQLException {
            putCounter(into, name, number);
            greatest = Math.max(greatest, number);
            rows++;
        }

        @Override
        public void changed(String table) {
            LOG.log(System.Logger.Level.DEBUG, "A row of {0} is left behind", table);
        }
    }

    private record Check(List<String> problems) implements Rows {
        @Override
        public void note(long seq, byte[] bytes) {
            // well
        }

        @Override
        public void value(String name, byte[] bytes) {
            // well
        }

        @Override
        public void counter(String name, long number) {
            // well
        }

        @Override
        public void changed(String table) {
            problems.add("A row was changed in " + table);
        }
    }

    private interface Rows {
        void note(long seq, byte[] bytes) throws SQLException;

        void value(String name, byte[] bytes) throws SQLException;

        void counter(String name, long number) throws SQLException;

        /** A row that does not bear its checksum. */
        void changed(String table);
    }

    private static void readRows(Connection from, Rows rows) throws SQLException {
        try (PreparedStatement select =
                        from.prepareStatement("SELECT seq, bytes, row_check FROM note");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long seq = row.getLong(1);
                byte[] bytes = SqliteFile.bytes(row, 2);
                if (new RowCheck().add(seq).add(bytes).value() == row.getLong(3)) {
                    rows.note(seq, bytes);
                } else {
                    rows.changed("note");
                }
            }
        }
        try (PreparedStatement select =
                        from.prepareStatement("SELECT name, bytes, row_check FROM value");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String name = String.valueOf(row.getString(1));
                byte[] bytes = SqliteFile.bytes(row, 2);
                if (new RowCheck().add(name).add(bytes).value() == row.getLong(3)) {
                    rows.value(name, bytes);
                } else {
                    rows.changed("value");
                }
            }
        }
        try (PreparedStatement select =
                        from.prepareStatement("SELECT name, number, row_check FROM counter");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String name = String.valueOf(row.getString(1));
                long number = row.getLong(2);
                if (new RowCheck().add(name).add(number).value() == row.getLong(3)) {
                    rows.counter(name, number);
                } else {
                    rows.changed("counter");
                }
            }
        }
    }
}
