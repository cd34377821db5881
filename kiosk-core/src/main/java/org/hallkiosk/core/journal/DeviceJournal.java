package org.hallkiosk.core.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.Strand;

/**
 * The small journal of a device: what it did alone and must hand in (TICKET.md), a few values such
 * as its leased blocks, and the numbers of its connections.
 *
 * <p>Used on its owner's strand, where what is handed in is called; {@link #connections} may be
 * used anywhere. Writes are asynchronous, in order, and durable when their {@link Journal.Done}
 * says committed. Reads see what is durable, may wait for the disk, and throw {@link
 * java.io.UncheckedIOException} when the file cannot be read.
 *
 * <p>There is no backup. A damaged file is moved aside whole, and every row of it that can still be
 * read and bears its checksum is carried over.
 */
public final class DeviceJournal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DeviceJournal.class.getName());
    private static final String DATABASE = "device.db";

    /**
     * Something the device did.
     *
     * @param seq grows with each record of this device, across restarts; not always by one
     * @param bytes exactly what was appended
     */
    public record Note(long seq, byte[] bytes) {}

    private final Strand strand;
    private final List<String> problems;
    private final FileChannel lock;
    private final HeadMark mark;
    private final Connection reader;
    private final PreparedStatement readNotes;
    private final PreparedStatement findValue;
    private final CommitQueue queue;

    // The committing thread's alone.
    private long committedChanges;
    private long appliedChanges;

    /**
     * Opens the journal. Blocks; called at the start, by boot.
     *
     * @param directory its own
     * @param health called on the strand with each change of {@link #health}
     * @throws IOException when the disk does not let it, it is open already, or a newer version of
     *     the program wrote it; nothing was changed then
     */
    public static DeviceJournal open(Path directory, Strand strand, Consumer<JournalHealth> health)
            throws IOException {
        LiveDirectory place = new LiveDirectory(directory);
        place.makeDirectories();
        FileChannel lock = place.lock();
        try {
            List<String> problems = prepare(place, strand.now());
            for (String problem : problems) {
                LOG.log(System.Logger.Level.ERROR, "Device journal: {0}", problem);
            }
            return new DeviceJournal(place, strand, health, lock, problems);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        } catch (SQLException e) {
            lock.close();
            throw new IOException("The device journal cannot be opened: " + e.getMessage(), e);
        }
    }

    private static SqliteFile file(Path directory) {
        return DeviceSchema.file(directory.resolve(DATABASE));
    }

    private static List<String> prepare(LiveDirectory place, Instant now)
            throws IOException, SQLException {
        place.clearRestoring();
        Optional<Position> mark = HeadMark.read(place.mark());
        List<String> problems = new ArrayList<>();
        switch (file(place.live()).examine()) {
            case SqliteFile.Examination.Blank() -> {
                if (mark.isEmpty() && place.asides().isEmpty()) {
                    Files.createDirectories(place.live());
                    SqliteFile.force(place.root());
                    return List.of();
                }
                problems.add("The journal is missing");
            }
            case SqliteFile.Examination.Damaged(List<String> found) -> problems.addAll(found);
            case SqliteFile.Examination.Whole(int schema) -> {
                file(place.live()).openWriter().close();
                long changes = DeviceSchema.checkRows(file(place.live()), problems);
                if (problems.isEmpty() && mark.isPresent() && mark.get().seq() > changes) {
                    problems.add("The newest changes are missing");
                }
            }
        }
        if (!problems.isEmpty()) {
            replace(place, now, problems);
        }
        return List.copyOf(problems);
    }

    private static void replace(LiveDirectory place, Instant now, List<String> problems)
            throws IOException, SQLException {
        place.moveAside(now).ifPresent(moved -> problems.add("It was moved to " + moved));
        Path ready = Files.createDirectories(place.restoring().resolve("new"));
        Path old = Files.createDirectories(place.restoring().resolve("old"));
        if (!place.asides().isEmpty()) {
            // Not the -shm: SQLite makes it anew from the log.
            for (String name : List.of(DATABASE, DATABASE + "-wal")) {
                Path source = place.asides().getLast().resolve(name);
                if (Files.exists(source)) {
                    Files.copy(source, old.resolve(name));
                }
            }
        }
        try (Connection connection = file(ready).openWriter()) {
            int rows = DeviceSchema.salvage(file(old), connection, now.getEpochSecond());
            problems.add(rows + " rows were carried over");
            SqliteFile.truncateLog(connection);
        }
        SqliteFile.force(ready.resolve(DATABASE));
        SqliteFile.force(ready);
        try (HeadMark fresh = HeadMark.open(place.mark())) {
            fresh.writeDurably(new Position(1, 0));
        }
        place.install(ready);
    }

    private DeviceJournal(
            LiveDirectory place,
            Strand strand,
            Consumer<JournalHealth> health,
            FileChannel lock,
            List<String> problems)
            throws SQLException, IOException {
        this.strand = strand;
        this.lock = lock;
        this.problems = problems;
        SqliteFile file = file(place.live());
        Connection writing = file.openWriter();
        try {
            this.reader = file.openReader();
            this.readNotes =
                    reader.prepareStatement("SELECT seq, bytes FROM note ORDER BY seq LIMIT ?");
            this.findValue = reader.prepareStatement("SELECT bytes FROM value WHERE name = ?");
            this.committedChanges = SqliteFile.number(reader, "SELECT changes FROM state");
            this.appliedChanges = committedChanges;
            this.mark = HeadMark.open(place.mark());
            mark.writeDurably(new Position(1, committedChanges));
        } catch (SQLException | IOException e) {
            SqliteFile.close(writing, e);
            throw e;
        }
        this.queue =
                new CommitQueue(
                        "device-journal-" + place.root().getFileName(),
                        writing,
                        new CountOfCommits(),
                        strand,
                        health);
    }

    private final class CountOfCommits implements CommitQueue.Listener {
        @Override
        public void committed() {
            committedChanges = appliedChanges;
            mark.write(new Position(1, committedChanges));
        }

        @Override
        public void rolledBack() {
            appliedChanges = committedChanges;
        }
    }

    /** What was wrong at opening, one sentence each; empty when all was well. */
    public List<String> problems() {
        return problems;
    }

    /** Whether it can write now. */
    public JournalHealth health() {
        return queue.health();
    }

    /**
     * Adds a note and sets values in one transaction.
     *
     * @param bytes what the device did
     * @param values set together with it, for instance what is left of a block
     */
    public void append(byte[] bytes, Map<String, byte[]> values, Journal.Done done) {
        Map<String, byte[]> copy = Map.copyOf(values);
        write(
                done,
                connection -> {
                    DeviceSchema.append(connection, bytes);
                    DeviceSchema.put(connection, copy);
                });
    }

    /** Sets values. */
    public void put(Map<String, byte[]> values, Journal.Done done) {
        Map<String, byte[]> copy = Map.copyOf(values);
        write(done, connection -> DeviceSchema.put(connection, copy));
    }

    /** Removes a value; without effect when there is none. */
    public void remove(String name, Journal.Done done) {
        write(done, connection -> DeviceSchema.remove(connection, name));
    }

    /** A value. */
    public Optional<byte[]> find(String name) {
        try {
            findValue.setString(1, name);
            try (ResultSet row = findValue.executeQuery()) {
                return row.next() ? Optional.of(SqliteFile.bytes(row, 1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    /**
     * What is still to be handed in, oldest first.
     *
     * @param limit at most this many, from 1
     */
    public List<Note> pending(int limit) {
        try {
            readNotes.setInt(1, limit);
            List<Note> notes = new ArrayList<>();
            try (ResultSet row = readNotes.executeQuery()) {
                while (row.next()) {
                    notes.add(new Note(row.getLong(1), SqliteFile.bytes(row, 2)));
                }
            }
            return notes;
        } catch (SQLException e) {
            throw SqliteFile.unreadable(e);
        }
    }

    /**
     * Deletes a note after the hall's answer. Notes go in order: another than the oldest is refused
     * as {@link Outcome.Reason#OUT_OF_SEQUENCE}.
     */
    public void handedIn(long seq, Journal.Done done) {
        write(done, connection -> DeviceSchema.handedIn(connection, seq));
    }

    /**
     * Numbers the connections of one identity. {@link ConnectionCounter#next} waits for a turn of
     * the strand that this journal belongs to and for one sync of the disk, so it must not be
     * called on that strand: it would wait for ever.
     *
     * @param name tells the counters of one device apart, for instance the broker's
     */
    public ConnectionCounter connections(String name) {
        return () -> {
            CompletableFuture<Long> number = new CompletableFuture<>();
            queue.add(new NextConnection(this, name, number));
            try {
                return number.get();
            } catch (ExecutionException e) {
                throw new UncheckedIOException(
                        new IOException("The connection cannot be numbered", e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("Interrupted", e));
            }
        };
    }

    private static final class NextConnection implements CommitQueue.Write {
        private final DeviceJournal journal;
        private final String name;
        private final CompletableFuture<Long> number;
        private long next;

        NextConnection(DeviceJournal journal, String name, CompletableFuture<Long> number) {
            this.journal = journal;
            this.name = name;
            this.number = number;
        }

        @Override
        public void apply(Connection connection) throws SQLException {
            next = DeviceSchema.raise(connection, name);
            journal.count(connection);
        }

        @Override
        public void ended(Outcome outcome) {
            switch (outcome) {
                case Outcome.Committed() -> number.complete(next);
                case Outcome.Refused(Outcome.Reason reason, String text) ->
                        number.completeExceptionally(new IOException(reason + ": " + text));
            }
        }
    }

    private void count(Connection connection) throws SQLException {
        SqliteFile.execute(connection, "UPDATE state SET changes = changes + 1");
        appliedChanges++;
    }

    private interface Change {
        void apply(Connection connection) throws SQLException, RefusedWrite;
    }

    private void write(Journal.Done done, Change change) {
        queue.add(
                new CommitQueue.Write() {
                    @Override
                    public void apply(Connection connection) throws SQLException, RefusedWrite {
                        change.apply(connection);
                        count(connection);
                    }

                    @Override
                    public void ended(Outcome outcome) {
                        strand.execute(() -> done.done(outcome));
                    }
                });
    }

    /** Makes durable what was given, refuses what comes later. Waits for that. */
    @Override
    public void close() {
        try {
            // First, so that the writer is the last and leaves no log behind.
            reader.close();
            queue.close();
            mark.close();
            lock.close();
        } catch (SQLException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The device journal did not close in order", e);
        }
    }
}
