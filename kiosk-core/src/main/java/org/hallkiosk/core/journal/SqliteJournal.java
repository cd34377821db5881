package org.hallkiosk.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The journal in SQLite, as EVENTS.md and RELIABILITY.md §3 ask for it.
 *
 * <p>It owns two threads: one that commits, one for what takes long (backup, archive, verify).
 */
public final class SqliteJournal implements Journal {

    private static final System.Logger LOG = System.getLogger(SqliteJournal.class.getName());
    private static final Duration CURSOR_DELAY = Duration.ofSeconds(1);

    /**
     * Whose journal, and where.
     *
     * @param hall the hall's id
     * @param directory the journal's own; what is in it is in {@code docs/adr/0003-journal.md}
     * @param backups where copies go: another directory, better another disk
     * @param backupsKept how many copies are kept, from 1
     */
    public record Setup(String hall, Path directory, Path backups, int backupsKept) {
        public Setup {
            if (backupsKept < 1) {
                throw new IllegalArgumentException("At least one backup is kept");
            }
        }
    }

    private final Setup setup;
    private final JournalFiles files;
    private final Strand strand;
    private final Recovery recovery;
    private final FileChannel lock;
    private final HeadMark mark;
    private final Connection reader;
    private final PreparedStatement findAnswer;
    private final PreparedStatement readEvents;
    private final PreparedStatement readSnapshot;
    private final PreparedStatement findKey;
    private final CommitQueue queue;
    private final ExecutorService slow;

    // The committing thread's alone.
    private @Nullable Inserts inserts;
    private Chain committedChain;
    private Chain appliedChain;
    private Position marked;

    private volatile Position head;

    // The strand's alone.
    private final Map<String, Position> cursors;
    private final Map<String, Position> cursorsToStore = new HashMap<>();
    private Strand.@Nullable Timer cursorTimer;

    /**
     * Opens the journal: checks it, restores it when it is damaged. Blocks for as long as it takes
     * to read it through, so it is called at the start, by boot.
     *
     * @param health called on the strand with each change of {@link #health}
     * @throws IOException when the disk does not let it, another process has it open, it belongs to
     *     another hall, or a newer version of the program wrote it; nothing was changed then
     */
    public static SqliteJournal open(Setup setup, Strand strand, Consumer<JournalHealth> health)
            throws IOException {
        return open(setup, strand, health, UnaryOperator.identity());
    }

    /** As above; tests put faults between the journal and its writing connection. */
    static SqliteJournal open(
            Setup setup,
            Strand strand,
            Consumer<JournalHealth> health,
            UnaryOperator<Connection> writer)
            throws IOException {
        JournalFiles files =
                new JournalFiles(new LiveDirectory(setup.directory()), setup.backups());
        files.makeDirectories();
        FileChannel lock = files.place().lock();
        try {
            JournalFiles.Prepared prepared = files.prepare(strand.now());
            Optional<String> owner = prepared.contents().flatMap(JournalContents::hall);
            if (owner.isPresent() && !owner.get().equals(setup.hall())) {
                throw new IOException(
                        "The journal in %s belongs to the hall %s"
                                .formatted(setup.directory(), owner.get()));
            }
            for (String problem : prepared.problems()) {
                LOG.log(System.Logger.Level.ERROR, "Journal: {0}", problem);
            }
            return new SqliteJournal(setup, files, strand, health, lock, prepared, writer);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        } catch (SQLException e) {
            lock.close();
            throw new IOException("The journal cannot be opened: " + e.getMessage(), e);
        }
    }

    private SqliteJournal(
            Setup setup,
            JournalFiles files,
            Strand strand,
            Consumer<JournalHealth> health,
            FileChannel lock,
            JournalFiles.Prepared prepared,
            UnaryOperator<Connection> writer)
            throws SQLException, IOException {
        this.setup = setup;
        this.files = files;
        this.strand = strand;
        this.lock = lock;

        Optional<JournalContents> contents = prepared.contents();
        boolean restored = contents.map(JournalContents::restored).orElse(false);
        Chain chain =
                contents.map(c -> c.chain(setup.hall())).orElseGet(() -> Chain.empty(setup.hall()));
        this.committedChain = restored ? chain.withFence(prepared.greatestEpoch()) : chain;
        this.appliedChain = committedChain;
        this.head = chain.head();
        this.cursors = new HashMap<>(contents.map(JournalContents::cursors).orElse(Map.of()));
        this.recovery =
                new Recovery(
                        head,
                        chain.headHash(),
                        contents.flatMap(JournalContents::snapshot),
                        cursors,
                        prepared.greatestEpoch(),
                        restored,
                        prepared.problems());

        Connection writing = files.live().openWriter();
        try {
            if (contents.flatMap(JournalContents::hall).isEmpty()) {
                JournalFiles.putMeta(writing, JournalContents.HALL, setup.hall());
            }
            this.reader = files.live().openReader();
            this.findAnswer =
                    reader.prepareStatement(
                            "SELECT request_id, sender, verb, body_digest, answer, kept_until"
                                    + " FROM answer WHERE request_id = ?");
            this.readEvents =
                    reader.prepareStatement(
                            "SELECT position, bytes, hash FROM event WHERE position > ?"
                                    + " ORDER BY position LIMIT ?");
            this.readSnapshot =
                    reader.prepareStatement(
                            "SELECT position, bytes FROM snapshot WHERE position <= ?"
                                    + " ORDER BY position DESC LIMIT 1");
            this.findKey = reader.prepareStatement("SELECT key FROM case_key WHERE case_id = ?");
            this.mark = HeadMark.open(files.place().mark());
            Position atLeast = new Position(prepared.greatestEpoch(), 0);
            this.marked = restored && atLeast.isAfter(head) ? atLeast : head;
            mark.writeDurably(marked);
        } catch (SQLException | IOException e) {
            SqliteFile.close(writing, e);
            throw e;
        }
        this.queue =
                new CommitQueue(
                        "journal-" + setup.hall(),
                        writer.apply(writing),
                        new ChainOfCommits(),
                        strand,
                        health);
        this.slow =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform()
                                .name("journal-care-" + setup.hall())
                                .daemon(true)
                                .factory());
    }

    /** Makes the chain move with the transactions. */
    private final class ChainOfCommits implements CommitQueue.Listener {
        @Override
        public void committed() {
            committedChain = appliedChain;
            if (committedChain.head().isAfter(head)) {
                head = committedChain.head();
                // What is brought back is below the epoch that the mark may say was there.
                if (head.isAfter(marked)) {
                    marked = head;
                    mark.write(head);
                }
            }
        }

        @Override
        public void rolledBack() {
            appliedChain = committedChain;
            // The driver has closed the one that failed.
            if (inserts != null) {
                inserts.close();
                inserts = null;
            }
        }
    }

    @Override
    public Recovery recovery() {
        return recovery;
    }

    @Override
    public JournalHealth health() {
        return queue.health();
    }

    @Override
    public Position head() {
        return head;
    }

    @Override
    public void append(Batch batch, Done done) {
        storeCursors();
        write(
                done,
                connection -> {
                    Chain.Extension extension = appliedChain.extend(batch);
                    if (!extension.entries().isEmpty()) {
                        appendEvents(connection, batch.first(), extension);
                        if (extension.epochStart().isPresent()) {
                            SqliteFile.execute(
                                    connection,
                                    "DELETE FROM meta WHERE name = '"
                                            + JournalContents.RESTORED
                                            + "'");
                        }
                    }
                    if (batch.answer().isPresent()) {
                        putAnswer(connection, batch.answer().get());
                    }
                    appliedChain = extension.chain();
                });
    }

    @Override
    public void refill(Batch batch, byte[] previous, Done done) {
        write(
                done,
                connection -> {
                    requireNotArchived(connection, batch.first());
                    Chain.Extension extension = appliedChain.refill(batch, previous);
                    appendEvents(connection, batch.first(), extension);
                    appliedChain = extension.chain();
                });
    }

    /** What every press writes, prepared once. */
    private record Inserts(PreparedStatement event, PreparedStatement answer) {
        static Inserts of(Connection connection) throws SQLException {
            return new Inserts(
                    connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?)"),
                    connection.prepareStatement("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)"));
        }

        void close() {
            try {
                event.close();
                answer.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "A statement did not close in order", e);
            }
        }
    }

    private Inserts inserts(Connection connection) throws SQLException {
        Inserts prepared = inserts;
        if (prepared == null) {
            prepared = Inserts.of(connection);
            inserts = prepared;
        }
        return prepared;
    }

    private void appendEvents(Connection connection, Position first, Chain.Extension extension)
            throws SQLException {
        if (extension.epochStart().isPresent()) {
            byte[] start = extension.epochStart().get();
            try (PreparedStatement put =
                    connection.prepareStatement("INSERT INTO epoch VALUES (?, ?, ?)")) {
                put.setLong(1, first.epoch());
                put.setBytes(2, start);
                put.setLong(3, JournalContents.epochCheck(first.epoch(), start).value());
                put.executeUpdate();
            }
        }
        PreparedStatement put = inserts(connection).event();
        for (Entry entry : extension.entries()) {
            put.setLong(1, entry.position().toNumber());
            put.setBytes(2, entry.bytes());
            put.setBytes(3, entry.hash());
            put.executeUpdate();
        }
    }

    private static void requireNotArchived(Connection connection, Position from)
            throws SQLException, RefusedWrite {
        long later = SqliteFile.number(connection, "SELECT coalesce(min(position), 0) FROM event");
        if (from.toNumber() < later) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE, from + " belongs to an archived segment");
        }
    }

    private void putAnswer(Connection connection, StoredAnswer answer) throws SQLException {
        PreparedStatement put = inserts(connection).answer();
        put.setString(1, answer.requestId());
        put.setString(2, answer.sender());
        put.setString(3, answer.verb());
        put.setBytes(4, answer.bodyDigest());
        put.setBytes(5, answer.answer());
        put.setLong(6, answer.keptUntil().toEpochDay());
        put.setLong(7, JournalContents.answerCheck(answer).value());
        put.executeUpdate();
    }

    @Override
    public Optional<StoredAnswer> findAnswer(String requestId) {
        try {
            findAnswer.setString(1, requestId);
            try (ResultSet row = findAnswer.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new StoredAnswer(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        SqliteFile.bytes(row, 4),
                                        SqliteFile.bytes(row, 5),
                                        LocalDate.ofEpochDay(row.getLong(6))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    @Override
    public void dropAnswers(LocalDate day, Done done) {
        write(
                done,
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM answer WHERE kept_until < ?")) {
                        delete.setLong(1, day.toEpochDay());
                        delete.executeUpdate();
                    }
                });
    }

    @Override
    public List<Entry> read(Position after, int limit) {
        try {
            readEvents.setLong(1, after.toNumber());
            readEvents.setInt(2, limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = readEvents.executeQuery()) {
                while (row.next()) {
                    entries.add(
                            new Entry(
                                    Position.ofNumber(row.getLong(1)),
                                    SqliteFile.bytes(row, 2),
                                    SqliteFile.bytes(row, 3)));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    @Override
    public Optional<Snapshot> snapshot(Position atMost) {
        try {
            readSnapshot.setLong(1, atMost.toNumber());
            try (ResultSet row = readSnapshot.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Snapshot(
                                        Position.ofNumber(row.getLong(1)),
                                        SqliteFile.bytes(row, 2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    @Override
    public Position cursor(String name) {
        return cursors.getOrDefault(name, Position.START);
    }

    @Override
    public void advance(String name, Position to) {
        if (!to.isAfter(cursor(name))) {
            return;
        }
        cursors.put(name, to);
        cursorsToStore.put(name, to);
        storeCursorsLater();
    }

    private void storeCursorsLater() {
        if (cursorTimer == null) {
            cursorTimer = strand.after(CURSOR_DELAY, this::storeCursors);
        }
    }

    private void storeCursors() {
        if (cursorTimer == null) {
            return;
        }
        cursorTimer.cancel();
        cursorTimer = null;
        Map<String, Position> changed = Map.copyOf(cursorsToStore);
        cursorsToStore.clear();
        Done done =
                outcome -> {
                    if (outcome instanceof Outcome.Refused refused
                            && refused.reason() != Outcome.Reason.CLOSED) {
                        changed.forEach(cursorsToStore::putIfAbsent);
                        storeCursorsLater();
                    }
                };
        write(
                done,
                connection -> {
                    try (PreparedStatement put =
                            connection.prepareStatement(
                                    "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)")) {
                        for (Map.Entry<String, Position> each : changed.entrySet()) {
                            long position = each.getValue().toNumber();
                            put.setString(1, each.getKey());
                            put.setLong(2, position);
                            put.setLong(
                                    3,
                                    JournalContents.cursorCheck(each.getKey(), position).value());
                            put.executeUpdate();
                        }
                    }
                });
    }

    @Override
    public void checkpoint(Snapshot snapshot, Done done) {
        long at = strand.now().toEpochMilli();
        write(done, connection -> putCheckpoint(connection, snapshot, at));
    }

    private void putCheckpoint(Connection connection, Snapshot snapshot, long at)
            throws SQLException, RefusedWrite {
        Position position = snapshot.position();
        if (!position.equals(appliedChain.head()) || position.equals(Position.START)) {
            throw new RefusedWrite(
                    Outcome.Reason.OUT_OF_SEQUENCE,
                    "A checkpoint at " + position + ", but the head is " + appliedChain.head());
        }
        long number = position.toNumber();
        byte[] hash = appliedChain.headHash();
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT INTO checkpoint VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            put.setLong(1, number);
            put.setBytes(2, hash);
            put.setLong(3, at);
            put.setLong(4, JournalContents.checkpointCheck(number, hash, at).value());
            put.executeUpdate();
        }
        try (PreparedStatement put =
                connection.prepareStatement("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)")) {
            put.setLong(1, number);
            put.setBytes(2, snapshot.bytes());
            put.setLong(3, JournalContents.snapshotCheck(number, snapshot.bytes()).value());
            put.executeUpdate();
        }
        // The oldest is where replay must begin if all later ones were discarded.
        SqliteFile.execute(
                connection,
                """
                DELETE FROM snapshot WHERE position NOT IN (
                    SELECT position FROM (
                        SELECT position FROM snapshot ORDER BY position DESC LIMIT 2)
                    UNION SELECT min(position) FROM checkpoint)
                """);
    }

    @Override
    public void archive(Position acknowledged, Duration keep, Done done) {
        slowly(
                done,
                () -> {
                    Archive archive = new Archive(files.archive());
                    Optional<Position> end;
                    try (Connection connection = files.live().openReader()) {
                        end = archive.write(connection, acknowledged);
                    }
                    archive.removeOlder(strand.now().minus(keep));
                    return end;
                },
                end -> {
                    if (end.isPresent()) {
                        write(done, connection -> Archive.remove(connection, end.get()));
                    } else {
                        tell(done, new Outcome.Committed());
                    }
                });
    }

    @Override
    public void putKey(String caseId, byte[] key, Done done) {
        write(
                done,
                connection -> {
                    try (PreparedStatement put =
                            connection.prepareStatement("INSERT INTO case_key VALUES (?, ?, ?)")) {
                        put.setString(1, caseId);
                        put.setBytes(2, key);
                        put.setLong(3, JournalContents.keyCheck(caseId, key).value());
                        put.executeUpdate();
                    }
                });
    }

    @Override
    public Optional<byte[]> findKey(String caseId) {
        try {
            findKey.setString(1, caseId);
            try (ResultSet row = findKey.executeQuery()) {
                return row.next() ? Optional.of(SqliteFile.bytes(row, 1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    @Override
    public void destroyKey(String caseId, Done done) {
        queue.add(
                new StrandWrite(
                        strand,
                        done,
                        true,
                        connection -> {
                            try (PreparedStatement delete =
                                    connection.prepareStatement(
                                            "DELETE FROM case_key WHERE case_id = ?")) {
                                delete.setString(1, caseId);
                                delete.executeUpdate();
                            }
                        }));
    }

    @Override
    public void backup(Done done) {
        slowly(
                done,
                () -> {
                    files.backup(setup.backupsKept());
                    return true;
                },
                copied -> tell(done, new Outcome.Committed()));
    }

    @Override
    public void verify(Consumer<List<String>> result) {
        Runnable check =
                () -> {
                    List<String> problems = new ArrayList<>();
                    try (Connection connection = files.live().openReader()) {
                        problems.addAll(SqliteFile.check(connection, true));
                        problems.addAll(JournalContents.read(connection).problems());
                    } catch (SQLException | IllegalArgumentException e) {
                        problems.add("The journal cannot be read through: " + e.getMessage());
                    }
                    strand.execute(() -> result.accept(List.copyOf(problems)));
                };
        try {
            slow.execute(check);
        } catch (RejectedExecutionException e) {
            strand.execute(() -> result.accept(List.of("The journal is closed")));
        }
    }

    @Override
    public void close() {
        storeCursors();
        slow.shutdown();
        try {
            // A copy that is under way ends by itself: it only reads.
            if (!slow.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A backup is still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            // Before the writer, so that this is the last and leaves no log behind.
            reader.close();
            queue.close();
            mark.close();
            lock.close();
        } catch (SQLException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The journal did not close in order", e);
        }
    }

    private interface Change {
        void apply(Connection connection) throws SQLException, RefusedWrite;
    }

    /** A change whose end is told on the strand. */
    private record StrandWrite(Strand strand, Done done, boolean emptiesLog, Change change)
            implements CommitQueue.Write {
        @Override
        public void apply(Connection connection) throws SQLException, RefusedWrite {
            change.apply(connection);
        }

        @Override
        public void ended(Outcome outcome) {
            strand.execute(() -> done.done(outcome));
        }
    }

    private void write(Done done, Change change) {
        queue.add(new StrandWrite(strand, done, false, change));
    }

    private void tell(Done done, Outcome outcome) {
        strand.execute(() -> done.done(outcome));
    }

    private interface Slow<T> {
        T run() throws IOException, SQLException;
    }

    /** Runs what takes long on its own thread; a failure goes to done, a result to next. */
    private <T> void slowly(Done done, Slow<T> work, Consumer<T> next) {
        try {
            slow.execute(
                    () -> {
                        try {
                            next.accept(work.run());
                        } catch (SQLException e) {
                            tell(
                                    done,
                                    new Outcome.Refused(
                                            SqliteFile.reason(e), String.valueOf(e.getMessage())));
                        } catch (IOException e) {
                            tell(
                                    done,
                                    new Outcome.Refused(
                                            Outcome.Reason.IO_ERROR,
                                            String.valueOf(e.getMessage())));
                        }
                    });
        } catch (RejectedExecutionException e) {
            tell(done, new Outcome.Refused(Outcome.Reason.CLOSED, "The journal is closed"));
        }
    }
}
