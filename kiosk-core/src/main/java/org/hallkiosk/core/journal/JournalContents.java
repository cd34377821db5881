package org.hallkiosk.core.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a journal's database holds, read through once and checked on the way: each event against the
 * chain, each row of the other tables against its checksum.
 *
 * @param hall whose journal it is; empty when that was never written
 * @param tips the last event of each epoch
 * @param restored whether it is a copy that waits for its new epoch
 * @param problems what is wrong; the rest means something only when this is empty
 */
record JournalContents(
        Optional<String> hall,
        NavigableMap<Long, Chain.Tip> tips,
        Optional<Snapshot> snapshot,
        Map<String, Position> cursors,
        boolean restored,
        List<String> problems) {

    /** The name in {@code meta} of the hall's id. */
    static final String HALL = "hall";

    /** The name in {@code meta} that is there while {@link #restored}. */
    static final String RESTORED = "restored";

    Position head() {
        return tips.isEmpty() ? Position.START : tips.lastEntry().getValue().position();
    }

    Chain chain(String hallId) {
        return new Chain(ChainHash.start(hallId), 0, tips);
    }

    /** Reads everything; the schema must be the present one. */
    static JournalContents read(Connection connection) throws SQLException {
        return new Reader(connection).read();
    }

    private static final class Reader {
        private final Connection connection;
        private final List<String> problems = new ArrayList<>();
        private final NavigableMap<Long, Chain.Tip> tips = new TreeMap<>();

        Reader(Connection connection) {
            this.connection = connection;
        }

        JournalContents read() throws SQLException {
            Map<String, String> meta = new HashMap<>();
            rows(
                    "SELECT name, value, row_check FROM meta",
                    row -> {
                        meta.put(row.getString(1), row.getString(2));
                        RowCheck check = metaCheck(row.getString(1), row.getString(2));
                        require(check, row.getLong(3), "meta " + row.getString(1));
                    });
            Optional<String> hall = Optional.ofNullable(meta.get(HALL));
            checkChain();
            rows(
                    "SELECT request_id, sender, verb, body_digest, answer, kept_until, row_check"
                            + " FROM answer",
                    row -> require(answerCheck(row), row.getLong(7), "answer " + row.getString(1)));
            rows(
                    "SELECT case_id, key, row_check FROM case_key",
                    row ->
                            require(
                                    keyCheck(row.getString(1), SqliteFile.bytes(row, 2)),
                                    row.getLong(3),
                                    "key of case " + row.getString(1)));
            return new JournalContents(
                    hall, tips, newestSnapshot(), cursors(), meta.containsKey(RESTORED), problems);
        }

        private void checkChain() throws SQLException {
            Map<Long, byte[]> starts = new HashMap<>();
            rows(
                    "SELECT epoch, start_hash, row_check FROM epoch",
                    row -> {
                        starts.put(row.getLong(1), SqliteFile.bytes(row, 2));
                        require(
                                epochCheck(row.getLong(1), SqliteFile.bytes(row, 2)),
                                row.getLong(3),
                                "epoch " + row.getLong(1));
                    });
            Map<Position, byte[]> checkpoints = new HashMap<>();
            rows(
                    "SELECT position, hash, at, row_check FROM checkpoint ORDER BY position",
                    row -> {
                        Position position = Position.ofNumber(row.getLong(1));
                        checkpoints.put(position, SqliteFile.bytes(row, 2));
                        // Of an epoch whose events are all archived this is the end.
                        tips.put(
                                position.epoch(),
                                new Chain.Tip(position, SqliteFile.bytes(row, 2)));
                        require(
                                checkpointCheck(
                                        row.getLong(1), SqliteFile.bytes(row, 2), row.getLong(3)),
                                row.getLong(4),
                                "checkpoint " + position);
                    });
            Map<Long, Chain.Tip> walked = new HashMap<>();
            rows(
                    "SELECT position, bytes, hash FROM event ORDER BY position",
                    row -> {
                        Position position = Position.ofNumber(row.getLong(1));
                        Chain.Tip before = walked.get(position.epoch());
                        if (before == null) {
                            before = beginning(position, starts, checkpoints);
                        }
                        byte[] hash = SqliteFile.bytes(row, 3);
                        boolean follows =
                                before != null
                                        && before.position().seq() + 1 == position.seq()
                                        && Arrays.equals(
                                                hash,
                                                ChainHash.next(
                                                        before.hash(), SqliteFile.bytes(row, 2)));
                        if (!follows) {
                            problem("The chain breaks at " + position);
                        }
                        byte[] noted = checkpoints.get(position);
                        if (noted != null && !Arrays.equals(noted, hash)) {
                            problem("The checkpoint " + position + " has another hash");
                        }
                        walked.put(position.epoch(), new Chain.Tip(position, hash));
                    });
            tips.putAll(walked);
        }

        private static Chain.@Nullable Tip beginning(
                Position first, Map<Long, byte[]> starts, Map<Position, byte[]> checkpoints) {
            Position before = new Position(first.epoch(), first.seq() - 1);
            byte[] hash = before.seq() == 0 ? starts.get(first.epoch()) : checkpoints.get(before);
            return hash == null ? null : new Chain.Tip(before, hash);
        }

        private Optional<Snapshot> newestSnapshot() throws SQLException {
            List<Snapshot> newest = new ArrayList<>(1);
            rows(
                    "SELECT position, bytes, row_check FROM snapshot ORDER BY position",
                    row -> {
                        Position position = Position.ofNumber(row.getLong(1));
                        newest.clear();
                        newest.add(new Snapshot(position, SqliteFile.bytes(row, 2)));
                        require(
                                snapshotCheck(row.getLong(1), SqliteFile.bytes(row, 2)),
                                row.getLong(3),
                                "snapshot " + position);
                    });
            return newest.stream().findFirst();
        }

        private Map<String, Position> cursors() throws SQLException {
            Map<String, Position> cursors = new HashMap<>();
            rows(
                    "SELECT name, position, row_check FROM cursor",
                    row -> {
                        cursors.put(row.getString(1), Position.ofNumber(row.getLong(2)));
                        require(
                                cursorCheck(row.getString(1), row.getLong(2)),
                                row.getLong(3),
                                "cursor " + row.getString(1));
                    });
            return cursors;
        }

        private void require(RowCheck check, long stored, String row) {
            if (check.value() != stored) {
                problem("The row was changed: " + row);
            }
        }

        private void problem(String text) {
            // The first few tell the story; a damaged table could give a million.
            if (problems.size() < 10) {
                problems.add(text);
            }
        }

        private void rows(String sql, RowHandler handler) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    handler.row(row);
                }
            }
        }
    }

    private interface RowHandler {
        void row(ResultSet row) throws SQLException;
    }

    static RowCheck metaCheck(String name, String value) {
        return new RowCheck().add(name).add(value);
    }

    static RowCheck epochCheck(long epoch, byte[] start) {
        return new RowCheck().add(epoch).add(start);
    }

    static RowCheck checkpointCheck(long position, byte[] hash, long at) {
        return new RowCheck().add(position).add(hash).add(at);
    }

    static RowCheck snapshotCheck(long position, byte[] bytes) {
        return new RowCheck().add(position).add(bytes);
    }

    static RowCheck cursorCheck(String name, long position) {
        return new RowCheck().add(name).add(position);
    }

    static RowCheck keyCheck(String caseId, byte[] key) {
        return new RowCheck().add(caseId).add(key);
    }

    static RowCheck answerCheck(StoredAnswer answer) {
        return new RowCheck()
                .add(answer.requestId())
                .add(answer.sender())
                .add(answer.verb())
                .add(answer.bodyDigest())
                .add(answer.answer())
                .add(answer.keptUntil().toEpochDay());
    }

    private static RowCheck answerCheck(ResultSet row) throws SQLException {
        return new RowCheck()
                .add(row.getString(1))
                .add(row.getString(2))
                .add(row.getString(3))
                .add(SqliteFile.bytes(row, 4))
                .add(SqliteFile.bytes(row, 5))
                .add(row.getLong(6));
    }
}
