package org.hallkiosk.provisioning.center;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, prepared once each. One thread at a time. */
final class Sql implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of the present row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Work that is done whole or not at all. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Returns the number of rows changed. */
    int run(String sql, @Nullable Object... values) throws SQLException {
        return bind(sql, values).executeUpdate();
    }

    <T> List<T> all(String sql, RowReader<T> reader, @Nullable Object... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values)
            throws SQLException {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    long number(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    /**
     * Runs a statement to its end outside a transaction. Some of SQLite's own (VACUUM, pragmas that
     * work) give rows without columns on their way, and a prepared one would stop at the first.
     */
    void whole(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Does the work in one transaction, durable when this returns. */
    <T> T transaction(Work<T> work) throws SQLException {
        run("BEGIN IMMEDIATE");
        try {
            T result = work.run();
            run("COMMIT");
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                run("ROLLBACK");
            } catch (SQLException alreadyRolledBack) {
                // SQLite rolls back by itself after some errors (sqlite.org/lang_transaction.html).
                e.addSuppressed(alreadyRolledBack);
            }
            throw e;
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
