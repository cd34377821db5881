package org.hallkiosk.provisioning.center;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.SqliteFile;
import org.jspecify.annotations.Nullable;

/**
 * The center's own database: every event of every hall, raw, once, with the center's own chain over
 * it (EVENTS.md 2 and 7); and, beside it, what the events mean ({@link Interpretation}).
 *
 * <p>An event is held under (hall, epoch, seq). Its hash is computed as soon as everything ahead of
 * it is held, from the bytes that are here, never taken over from the hall.
 *
 * <p>Whole business days from the oldest on can be removed after their time ({@link Retention}).
 * Each stays on record with the chain hash at its end, and counts as held wherever it is asked what
 * is missing: what was removed is acknowledged when it comes again, and not stored again.
 *
 * <p>All methods block on the disk and belong to one thread at a time. Each throws {@link
 * IOException} when the disk or the file fails; then nothing of that call is stored, and it may be
 * called again.
 */
public final class CollectorStore implements AutoCloseable {

    /** "HKct", in SQLite's header. */
    private static final int APPLICATION_ID = 0x484B6374;

    /** The file is given back to the disk as far as more than this part of it is empty. */
    private static final int EMPTY_PART = 10;

    /** Pages that one step gives back: 1 MiB. */
    private static final int SHRINK_PAGES = 256;

    /** Bytes without a number, and conflicting ones, that are kept for each hall. */
    private static final int MOST_ASIDE = 1000;

    private static final System.Logger LOG = System.getLogger(CollectorStore.class.getName());

    private static final List<String> RAW_TABLES =
            List.of(
                    "CREATE TABLE hall (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
                    """
                    CREATE TABLE event (
                      hall INTEGER NOT NULL REFERENCES hall,
                      epoch INTEGER NOT NULL,
                      seq INTEGER NOT NULL,
                      bytes BLOB NOT NULL,
                      claimed BLOB,
                      hash BLOB,
                      at INTEGER NOT NULL,
                      UNIQUE (hall, epoch, seq)) STRICT""",
                    """
                    CREATE TABLE epoch (
                      hall INTEGER NOT NULL REFERENCES hall,
                      epoch INTEGER NOT NULL,
                      stored INTEGER NOT NULL,
                      greatest INTEGER NOT NULL,
                      head INTEGER NOT NULL,
                      hash BLOB,
                      continues_epoch INTEGER,
                      continues_seq INTEGER,
                      broken_at INTEGER,
                      PRIMARY KEY (hall, epoch)) STRICT, WITHOUT ROWID""",
                    """
                    CREATE TABLE alarm (
                      id INTEGER PRIMARY KEY,
                      hall INTEGER NOT NULL REFERENCES hall,
                      epoch INTEGER NOT NULL,
                      seq INTEGER NOT NULL,
                      kind TEXT NOT NULL,
                      bytes BLOB NOT NULL,
                      digest BLOB NOT NULL,
                      at INTEGER NOT NULL,
                      UNIQUE (hall, epoch, seq, kind, digest)) STRICT""",
                    """
                    CREATE TABLE malformed (
                      id INTEGER PRIMARY KEY,
                      hall INTEGER NOT NULL REFERENCES hall,
                      bytes BLOB NOT NULL,
                      why TEXT NOT NULL,
                      at INTEGER NOT NULL) STRICT""",
                    "CREATE INDEX malformed_of_hall ON malformed (hall, id)");

    private static final List<String> GAP_TABLES =
            List.of(
                    """
                    CREATE TABLE accepted_gap (
                      hall INTEGER NOT NULL REFERENCES hall,
                      epoch INTEGER NOT NULL,
                      first INTEGER NOT NULL,
                      last INTEGER NOT NULL,
                      accepted_by TEXT NOT NULL,
                      at INTEGER NOT NULL,
                      PRIMARY KEY (hall, epoch, first)) STRICT, WITHOUT ROWID""");

    /** A store that cannot be used as it is. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    /** Where an epoch stands. */
    private static final class EpochState {
        long stored;
        long greatest;
        long head;
        byte @Nullable [] hash;
        @Nullable Position continues;
        @Nullable Long brokenAt;

        /** Up to here the events were removed; known from the table of what was removed. */
        long removed;
    }

    private record EpochKey(long hall, long epoch) {}

    private final Sql sql;
    private final Interpretation interpretation;
    private final RemovedDays removedDays;
    private final Map<String, Long> hallIds = new HashMap<>();

    /** The epochs into which the transaction under way inserts. */
    private final Map<EpochKey, EpochState> epochs = new HashMap<>();

    /** The hall of each alarm that the transaction under way raises. */
    private final List<String> alarmed = new ArrayList<>();

    private CollectorStore(Sql sql, Interpretation interpretation) {
        this.sql = sql;
        this.interpretation = interpretation;
        this.removedDays = new RemovedDays(sql, interpretation);
    }

    /**
     * Opens the database, made if it is not there.
     *
     * @param file in a directory that exists
     * @param reader tells what events mean; what it cannot read is parked
     * @throws Damaged when it is damaged; the file is left as it is
     * @throws IOException when it cannot be opened; the same
     */
    public static CollectorStore open(Path file, EventReader reader) throws IOException {
        SqliteFile database =
                new SqliteFile(
                        file,
                        APPLICATION_ID,
                        List.of(
                                RAW_TABLES,
                                Interpretation.tables(),
                                GAP_TABLES,
                                Interpretation.dayTables(),
                                RemovedDays.tables()));
        if (file.toFile().exists()) {
            Optional<String> problem = database.headerProblem();
            if (problem.isPresent()) {
                throw damaged(file, problem.get());
            }
        }
        Connection connection = null;
        try {
            connection = database.openWriter();
            List<String> problems = SqliteFile.check(connection, false);
            if (!problems.isEmpty()) {
                throw damaged(file, problems.getFirst());
            }
            Sql sql = new Sql(connection);
            makeShrinkable(sql);
            Interpretation interpretation = new Interpretation(sql, reader);
            interpretation.prepare();
            return new CollectorStore(sql, interpretation);
        } catch (SQLException | IOException e) {
            closeQuietly(connection, e);
            throw e instanceof IOException io
                    ? io
                    : new IOException("The center's store " + file + " cannot be opened", e);
        }
    }

    /**
     * Opens the database; a damaged one is first moved aside whole, with its -wal and -shm, into
     * {@code aside/TIME/} beside it, and is never deleted. The halls then send again what they
     * still hold.
     *
     * @param now names the directory of what is moved aside
     * @throws IOException when it cannot be opened or moved
     */
    public static CollectorStore openOrReplace(Path file, EventReader reader, Instant now)
            throws IOException {
        try {
            return open(file, reader);
        } catch (Damaged damaged) {
            Path aside =
                    file.resolveSibling("aside").resolve(now.toString().replaceAll("[:.]", "-"));
            Files.createDirectories(aside);
            // The file first: without it, its log is not taken for that of a new one.
            for (String suffix : List.of("", "-wal", "-shm")) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(part)) {
                    Files.move(part, aside.resolve(part.getFileName()));
                }
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} It was moved to {1}; the halls send again what they hold.",
                    damaged.getMessage(),
                    aside);
            return open(file, reader);
        }
    }

    /** A file that holds something would have to be written anew as a whole. */
    private static void makeShrinkable(Sql sql) throws SQLException {
        if (sql.number("PRAGMA auto_vacuum") == 0 && sql.number("SELECT count(*) FROM hall") == 0) {
            sql.whole("PRAGMA auto_vacuum = INCREMENTAL");
            sql.whole("VACUUM");
        }
    }

    private static Damaged damaged(Path file, String problem) {
        return new Damaged("The center's store " + file + " is damaged (" + problem + ").");
    }

    private static void closeQuietly(@Nullable Connection connection, Exception cause) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** Stores a batch in one transaction; it is durable when this returns. */
    Commit commit(List<Incoming> batch) throws IOException {
        return guarded(() -> sql.transaction(() -> store(batch)));
    }

    private Commit store(List<Incoming> batch) throws SQLException {
        int stored = 0;
        int repeated = 0;
        int malformed = 0;
        epochs.clear();
        alarmed.clear();
        Set<String> touched = new HashSet<>();
        for (Incoming incoming : batch) {
            switch (incoming) {
                case Incoming.Unnumbered unnumbered -> {
                    keepAside(unnumbered);
                    malformed++;
                }
                case Incoming.Numbered event -> {
                    if (insert(event)) {
                        stored++;
                    } else {
                        repeated++;
                    }
                    touched.add(event.hall());
                }
            }
        }
        Map<String, Position> prefixes = new HashMap<>();
        for (String hall : touched) {
            advance(hall, hallId(hall));
            prefixes.put(hall, prefix(hallId(hall)));
        }
        return new Commit(prefixes, stored, repeated, List.copyOf(alarmed), malformed);
    }

    /**
     * Stores an event that is new and returns true; compares one that is not, as long as it is
     * held.
     */
    private boolean insert(Incoming.Numbered event) throws SQLException {
        long hall = hallId(event.hall());
        Position at = event.envelope().position();
        byte[] claimed = event.claimed().orElse(null);
        if (at.seq() <= epoch(hall, at.epoch()).removed) {
            return false;
        }
        int inserted =
                sql.run(
                        "INSERT INTO event (hall, epoch, seq, bytes, claimed, at)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        hall,
                        at.epoch(),
                        at.seq(),
                        event.bytes(),
                        claimed,
                        event.at().toEpochMilli());
        if (inserted == 1) {
            EpochState epoch = epoch(hall, at.epoch());
            epoch.stored++;
            epoch.greatest = Math.max(epoch.greatest, at.seq());
            // One out of an accepted gap is kept, but the chain has gone on without it.
            if (at.seq() > epoch.head) {
                interpretation.arrived(hall, at);
            }
            return true;
        }
        boolean sameBytes =
                sql.number(
                                "SELECT bytes = ? FROM event WHERE hall = ? AND epoch = ? AND seq"
                                        + " = ?",
                                event.bytes(),
                                hall,
                                at.epoch(),
                                at.seq())
                        == 1;
        boolean sameHash =
                sql.number(
                                "SELECT claimed IS ? FROM event WHERE hall = ? AND epoch = ? AND"
                                        + " seq = ?",
                                claimed,
                                hall,
                                at.epoch(),
                                at.seq())
                        == 1;
        if (!sameBytes) {
            alarm(event.hall(), at, Alarm.Kind.OTHER_BYTES, event.bytes(), claimed, event.at());
        } else if (!sameHash) {
            alarm(event.hall(), at, Alarm.Kind.BROKEN_CHAIN, event.bytes(), claimed, event.at());
        }
        return false;
    }

    /** Carries the chain on in every epoch of the hall in which more is held than chained. */
    private void advance(String name, long hall) throws SQLException {
        List<Long> waiting =
                sql.all(
                        "SELECT epoch FROM epoch WHERE hall = ? AND head < greatest",
                        row -> row.getLong(1),
                        hall);
        SortedSet<Long> open = new TreeSet<>(waiting);
        epochs.keySet().stream()
                .filter(key -> key.hall == hall)
                .forEach(key -> open.add(key.epoch));
        for (long number : open) {
            EpochState epoch = epoch(hall, number);
            chain(name, hall, number, epoch);
            save(hall, number, epoch);
        }
    }

    private record Link(byte[] bytes, byte @Nullable [] claimed, long at) {}

    private void chain(String name, long hall, long number, EpochState epoch) throws SQLException {
        for (Optional<Link> next = next(hall, number, epoch);
                next.isPresent();
                next = next(hall, number, epoch)) {
            Link link = next.get();
            byte[] hash = hash(name, hall, number, epoch, link);
            if (hash == null) {
                return;
            }
            epoch.head++;
            epoch.hash = hash;
            sql.run(
                    "UPDATE event SET hash = ? WHERE hall = ? AND epoch = ? AND seq = ?",
                    hash,
                    hall,
                    number,
                    epoch.head);
            // After the first break every later hash differs as well: one alarm tells it all.
            if (epoch.brokenAt == null && !Arrays.equals(hash, link.claimed)) {
                epoch.brokenAt = epoch.head;
                alarm(
                        name,
                        new Position(number, epoch.head),
                        Alarm.Kind.BROKEN_CHAIN,
                        link.bytes,
                        link.claimed,
                        Instant.ofEpochMilli(link.at));
            }
        }
    }

    /** The next event of the chain; behind accepted gaps, the head is moved to their end first. */
    private Optional<Link> next(long hall, long number, EpochState epoch) throws SQLException {
        long seq = epoch.head + 1;
        Optional<Link> next = link(hall, number, seq);
        while (next.isEmpty()) {
            Optional<Long> accepted = acceptedUpTo(hall, new Position(number, seq));
            if (accepted.isEmpty()) {
                return next;
            }
            seq = accepted.get() + 1;
            next = link(hall, number, seq);
        }
        if (seq > epoch.head + 1) {
            epoch.head = seq - 1;
            epoch.hash = null;
        }
        return next;
    }

    /**
     * The hash of the next event. Behind an accepted gap nothing can be computed, nor in an epoch
     * that goes on from the midst of what was removed; there the hall's own is taken. Null while
     * what goes before is not held.
     */
    private byte @Nullable [] hash(String name, long hall, long number, EpochState epoch, Link link)
            throws SQLException {
        byte[] previous = epoch.hash;
        if (previous == null && epoch.head == 0) {
            previous = start(name, hall, number, epoch, link.bytes);
        }
        if (previous != null) {
            return ChainHash.next(previous, link.bytes);
        }
        Position before = epoch.head > 0 ? new Position(number, epoch.head) : epoch.continues;
        return before != null && (isAccepted(hall, before) || isRemoved(hall, before))
                ? link.claimed
                : null;
    }

    private boolean isRemoved(long hall, Position position) throws SQLException {
        return position.seq() <= removedDays.last(hall, position.epoch());
    }

    private boolean isAccepted(long hall, Position position) throws SQLException {
        return acceptedUpTo(hall, position).isPresent();
    }

    /** Where the accepted gap ends in which an event lies; accepted gaps never overlap. */
    private Optional<Long> acceptedUpTo(long hall, Position position) throws SQLException {
        return sql.first(
                "SELECT last FROM accepted_gap WHERE hall = ? AND epoch = ?"
                        + " AND first <= ? AND last >= ?",
                row -> row.getLong(1),
                hall,
                position.epoch(),
                position.seq(),
                position.seq());
    }

    /**
     * A technician confirms that a hall can never send these events again. What follows them is
     * then chained from the hall's own hash, and acknowledged; the gap stays on record.
     *
     * @param by who confirms
     * @return how far the hall is held now; empty when this is no gap of the hall
     */
    Optional<Position> acceptGap(String name, Gap gap, String by, Instant at) throws IOException {
        if (!gaps(name).contains(gap)) {
            return Optional.empty();
        }
        return guarded(
                () ->
                        sql.transaction(
                                () -> {
                                    long hall = hallId(name);
                                    sql.run(
                                            "INSERT INTO accepted_gap VALUES (?, ?, ?, ?, ?, ?)",
                                            hall,
                                            gap.epoch(),
                                            gap.from(),
                                            gap.to(),
                                            by,
                                            at.toEpochMilli());
                                    epochs.clear();
                                    alarmed.clear();
                                    advance(name, hall);
                                    return Optional.of(prefix(hall));
                                }));
    }

    /** The gaps of a hall that were accepted, with who did it and when, oldest first. */
    public List<AcceptedGap> acceptedGaps(String hall) throws IOException {
        return guarded(
                () ->
                        sql.all(
                                "SELECT epoch, first, last, accepted_by, at FROM accepted_gap"
                                        + " WHERE hall = ? ORDER BY at, epoch, first",
                                row ->
                                        new AcceptedGap(
                                                new Gap(
                                                        row.getLong(1),
                                                        row.getLong(2),
                                                        row.getLong(3)),
                                                row.getString(4),
                                                Instant.ofEpochMilli(row.getLong(5))),
                                hallId(hall)));
    }

    private Optional<Link> link(long hall, long epoch, long seq) throws SQLException {
        return sql.first(
                "SELECT bytes, claimed, at FROM event WHERE hall = ? AND epoch = ? AND seq = ?",
                row -> new Link(row.getBytes(1), row.getBytes(2), row.getLong(3)),
                hall,
                epoch,
                seq);
    }

    /** The hash that an epoch begins with; null while what it continues is not held. */
    private byte @Nullable [] start(
            String name, long hall, long number, EpochState epoch, byte[] first)
            throws SQLException {
        Position continues = continues(name, hall, number, first);
        epoch.continues = continues;
        if (continues.epoch() == 0 || continues.seq() == 0) {
            return ChainHash.start(name);
        }
        return noted(hall, continues);
    }

    /**
     * After what an epoch goes on: what its first event says, or, when that says nothing sensible,
     * the greatest earlier one that is held; the hash then shows whether that was right.
     */
    private Position continues(String name, long hall, long number, byte[] first)
            throws SQLException {
        try {
            Optional<Position> said = Envelope.read(name, first).continues();
            if (said.isPresent() && said.get().epoch() < number) {
                return said.get();
            }
        } catch (Envelope.Malformed e) {
            throw new IllegalStateException("What is stored was read when it came", e);
        }
        return sql.first(
                        "SELECT epoch, head FROM epoch WHERE hall = ? AND epoch < ? AND head > 0"
                                + " ORDER BY epoch DESC LIMIT 1",
                        row -> new Position(row.getLong(1), row.getLong(2)),
                        hall,
                        number)
                .orElse(Position.START);
    }

    private Position prefix(long hall) throws SQLException {
        return sql.first(
                        "SELECT epoch, head FROM epoch WHERE hall = ? AND head > 0"
                                + " ORDER BY epoch DESC LIMIT 1",
                        row -> new Position(row.getLong(1), row.getLong(2)),
                        hall)
                .orElse(Position.START);
    }

    private EpochState epoch(long hall, long number) throws SQLException {
        EpochKey key = new EpochKey(hall, number);
        EpochState known = epochs.get(key);
        if (known == null) {
            known =
                    sql.first(
                                    "SELECT stored, greatest, head, hash, continues_epoch,"
                                            + " continues_seq, broken_at FROM epoch WHERE hall = ?"
                                            + " AND epoch = ?",
                                    row -> {
                                        EpochState state = new EpochState();
                                        state.stored = row.getLong(1);
                                        state.greatest = row.getLong(2);
                                        state.head = row.getLong(3);
                                        state.hash = row.getBytes(4);
                                        long continuesEpoch = row.getLong(5);
                                        state.continues =
                                                row.wasNull()
                                                        ? null
                                                        : new Position(
                                                                continuesEpoch, row.getLong(6));
                                        long brokenAt = row.getLong(7);
                                        state.brokenAt = row.wasNull() ? null : brokenAt;
                                        return state;
                                    },
                                    hall,
                                    number)
                            .orElseGet(EpochState::new);
            known.removed = removedDays.last(hall, number);
            epochs.put(key, known);
        }
        return known;
    }

    private void save(long hall, long number, EpochState epoch) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO epoch (hall, epoch, stored, greatest, head, hash,"
                        + " continues_epoch, continues_seq, broken_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                hall,
                number,
                epoch.stored,
                epoch.greatest,
                epoch.head,
                epoch.hash,
                epoch.continues == null ? null : epoch.continues.epoch(),
                epoch.continues == null ? null : epoch.continues.seq(),
                epoch.brokenAt);
    }

    private void alarm(
            String name,
            Position at,
            Alarm.Kind kind,
            byte[] bytes,
            byte @Nullable [] claimed,
            Instant when)
            throws SQLException {
        long hall = hallId(name);
        if (sql.number("SELECT count(*) FROM alarm WHERE hall = ?", hall) >= MOST_ASIDE) {
            return;
        }
        int raised =
                sql.run(
                        "INSERT INTO alarm (hall, epoch, seq, kind, bytes, digest, at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        hall,
                        at.epoch(),
                        at.seq(),
                        kind.word(),
                        bytes,
                        // The hash that the hall sent stands for all that it holds to be true
                        // before this.
                        ChainHash.next(
                                claimed == null ? new byte[ChainHash.LENGTH] : claimed, bytes),
                        when.toEpochMilli());
        if (raised == 1) {
            alarmed.add(name);
        }
    }

    private void keepAside(Incoming.Unnumbered malformed) throws SQLException {
        long hall = hallId(malformed.hall());
        sql.run(
                "INSERT INTO malformed (hall, bytes, why, at) VALUES (?, ?, ?, ?)",
                hall,
                malformed.bytes(),
                malformed.why(),
                malformed.at().toEpochMilli());
        sql.run(
                "DELETE FROM malformed WHERE hall = ? AND id <= (SELECT id FROM malformed WHERE"
                        + " hall = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                hall,
                hall,
                MOST_ASIDE);
    }

    private long hallId(String name) throws SQLException {
        Long known = hallIds.get(name);
        if (known == null) {
            sql.run("INSERT INTO hall (name) VALUES (?) ON CONFLICT DO NOTHING", name);
            known = sql.number("SELECT id FROM hall WHERE name = ?", name);
            hallIds.put(name, known);
        }
        return known;
    }

    /** The halls of which anything ever came, by name. */
    public List<String> halls() throws IOException {
        return guarded(
                () -> sql.all("SELECT name FROM hall ORDER BY name", row -> row.getString(1)));
    }

    /** How far a hall is held without a gap: what is acknowledged to it. */
    public Position prefix(String hall) throws IOException {
        return guarded(() -> prefix(hallId(hall)));
    }

    /**
     * What a hall is known to have made and the center neither holds nor has removed, and nobody
     * has accepted: it is empty when every epoch is held from 1 to its greatest number, and every
     * epoch that another continues is held at least that far.
     *
     * <p>What is chained needs no look, because an event is chained only behind the one before it;
     * {@link #verify} goes over that. So this costs the few events behind a gap, of which a hall
     * sends no more than it may have unacknowledged, however many are held.
     */
    public List<Gap> gaps(String hall) throws IOException {
        return guarded(
                () ->
                        sql.all(
                                """
                                WITH held (epoch, first, last) AS (
                                  SELECT epoch, 1, head FROM epoch WHERE hall = ?1
                                  UNION ALL
                                  SELECT chained.epoch, seq, seq
                                    FROM epoch AS chained CROSS JOIN event
                                    WHERE chained.hall = ?1 AND event.hall = ?1
                                    AND event.epoch = chained.epoch AND seq > head
                                  UNION ALL
                                  SELECT epoch, first, last FROM accepted_gap WHERE hall = ?1
                                  UNION ALL
                                  -- Nothing is held here, but everything before it must be.
                                  SELECT continues_epoch, max(continues_seq) + 1, 0
                                    FROM epoch AS later
                                    WHERE hall = ?1 AND continues_epoch > 0
                                    GROUP BY continues_epoch
                                    HAVING max(continues_seq) > coalesce(
                                      (SELECT greatest FROM epoch
                                        WHERE hall = ?1 AND epoch = later.continues_epoch), 0))
                                SELECT epoch, reached + 1, first - 1 FROM (
                                  SELECT epoch, first, coalesce(max(last) OVER (
                                      PARTITION BY epoch ORDER BY first
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                                    AS reached FROM held)
                                WHERE first > reached + 1 ORDER BY 1, 2""",
                                row -> new Gap(row.getLong(1), row.getLong(2), row.getLong(3)),
                                hallId(hall)));
    }

    /** What is held of each epoch of a hall, with the anchor. */
    public List<EpochProof> epochs(String hall) throws IOException {
        return guarded(
                () ->
                        sql.all(
                                "SELECT epoch, stored, head, hash, coalesce(continues_epoch, 0),"
                                        + " coalesce(continues_seq, 0), coalesce((SELECT max(last)"
                                        + " FROM removed WHERE removed.hall = epoch.hall"
                                        + " AND removed.epoch = epoch.epoch), 0)"
                                        + " FROM epoch WHERE hall = ? ORDER BY epoch",
                                row -> {
                                    byte[] hash = row.getBytes(4);
                                    return new EpochProof(
                                            row.getLong(1),
                                            row.getLong(7),
                                            row.getLong(2),
                                            row.getLong(3),
                                            hash == null ? "" : HexFormat.of().formatHex(hash),
                                            new Position(row.getLong(5), row.getLong(6)));
                                },
                                hallId(hall)));
    }

    /**
     * Computes the chain of a hall anew over all that is stored, from the hash at the end of what
     * was removed. Reads every event.
     *
     * @return the first event of each epoch that is gone or whose hash is not the one noted; empty
     *     when all is well
     */
    public List<Position> verify(String hall) throws IOException {
        return guarded(
                () -> {
                    List<Position> wrong = new ArrayList<>();
                    for (EpochProof epoch : epochs(hall)) {
                        firstWrong(hall, epoch).ifPresent(wrong::add);
                    }
                    return wrong;
                });
    }

    private Optional<Position> firstWrong(String name, EpochProof epoch) throws SQLException {
        long hall = hallId(name);
        long seq = epoch.removed() + 1;
        Position before =
                seq == 1 ? epoch.continues() : new Position(epoch.epoch(), epoch.removed());
        byte[] hash =
                before.epoch() == 0 || before.seq() == 0
                        ? ChainHash.start(name)
                        : noted(hall, before);
        if (hash == null && !isAccepted(hall, before) && !isRemoved(hall, before)) {
            return Optional.of(before);
        }
        while (seq <= epoch.head()) {
            Position at = new Position(epoch.epoch(), seq);
            byte[] noted = noted(hall, at);
            Optional<Long> accepted = acceptedUpTo(hall, at);
            if (noted == null && accepted.isEmpty()) {
                return Optional.of(at);
            }
            if (noted == null) {
                seq = accepted.get() + 1;
            } else {
                byte[] bytes = link(hall, epoch.epoch(), seq).orElseThrow().bytes;
                // Behind what is not here nothing but the hall's own hash is to be had.
                if (hash != null && !Arrays.equals(noted, ChainHash.next(hash, bytes))) {
                    return Optional.of(at);
                }
                seq++;
            }
            hash = noted;
        }
        return Optional.empty();
    }

    /** The chain hash at an event that is held, or at the end of what was removed. */
    private byte @Nullable [] noted(long hall, Position at) throws SQLException {
        Optional<byte[]> held =
                sql.first(
                        "SELECT hash FROM event WHERE hall = ? AND epoch = ? AND seq = ? AND hash"
                                + " IS NOT NULL",
                        row -> row.getBytes(1),
                        hall,
                        at.epoch(),
                        at.seq());
        return held.isPresent() ? held.get() : removedDays.hash(hall, at).orElse(null);
    }

    /**
     * Removes the oldest business day of a hall, with what stands before it, when its time is over.
     * A day goes whole or not at all, and only from the oldest on. It stays when something of it is
     * not acknowledged, or came to the center later than the retention allows; and so does a day
     * after which the hall has opened none.
     *
     * @param now by the center's clock; noted with what is removed
     * @return what was removed, and then there may be more; empty when there is nothing to remove
     */
    public Optional<Removal> removeOldestDay(String hall, Retention retention, Instant now)
            throws IOException {
        return guarded(
                () -> {
                    long id = hallId(hall);
                    return sql.transaction(() -> removedDays.removeOldest(id, retention, now));
                });
    }

    /**
     * Gives some of the space that removals have left empty back to the disk, in a step short
     * enough to stand between two commits. A tenth of the file stays empty: the days to come fill
     * it. The file is shorter when SQLite has next emptied its log.
     *
     * @return whether something was given back, and then there may be more; never true of a file
     *     that held events before the center could shrink it (ADR 0020)
     */
    public boolean shrink() throws IOException {
        return guarded(
                () -> {
                    long empty = sql.number("PRAGMA freelist_count");
                    if (empty * EMPTY_PART <= sql.number("PRAGMA page_count")) {
                        return false;
                    }
                    sql.whole("PRAGMA incremental_vacuum(" + SHRINK_PAGES + ")");
                    return sql.number("PRAGMA freelist_count") < empty;
                });
    }

    /** The business days of a hall that were removed last, newest first. */
    public List<Removal> removals(String hall, int limit) throws IOException {
        return guarded(() -> removedDays.newest(hallId(hall), limit));
    }

    /**
     * Events of one epoch in order, without a gap.
     *
     * @param from the first sequence number wanted; nothing is given when it is not held, or not
     *     any more
     * @param limit at most this many
     */
    public List<StoredEvent> read(String hall, long epoch, long from, int limit)
            throws IOException {
        List<StoredEvent> events =
                guarded(
                        () ->
                                sql.all(
                                        "SELECT seq, bytes, hash FROM event WHERE hall = ?"
                                                + " AND epoch = ? AND seq >= ?"
                                                + " AND hash IS NOT NULL ORDER BY seq LIMIT ?",
                                        row ->
                                                new StoredEvent(
                                                        new Position(epoch, row.getLong(1)),
                                                        row.getBytes(2),
                                                        HexFormat.of().formatHex(row.getBytes(3))),
                                        hallId(hall),
                                        epoch,
                                        from,
                                        limit));
        int whole = 0;
        while (whole < events.size() && events.get(whole).position().seq() == from + whole) {
            whole++;
        }
        return events.subList(0, whole);
    }

    /** The newest alarms of a hall, newest first. */
    public List<Alarm> alarms(String hall, int limit) throws IOException {
        return guarded(
                () ->
                        sql.all(
                                "SELECT epoch, seq, kind, at FROM alarm WHERE hall = ?"
                                        + " ORDER BY id DESC LIMIT ?",
                                row ->
                                        new Alarm(
                                                hall,
                                                new Position(row.getLong(1), row.getLong(2)),
                                                Alarm.Kind.of(row.getString(3)),
                                                Instant.ofEpochMilli(row.getLong(4))),
                                hallId(hall),
                                limit));
    }

    /** How many messages without a number of a hall are kept aside. */
    public long malformed(String hall) throws IOException {
        return guarded(
                () -> sql.number("SELECT count(*) FROM malformed WHERE hall = ?", hallId(hall)));
    }

    /**
     * Interprets the next events of a hall that are held and not interpreted yet.
     *
     * @param limit at most this many
     * @return how many were taken up, parked ones included; fewer than the limit: there are no more
     */
    public int interpret(String hall, int limit) throws IOException {
        return guarded(
                () -> {
                    long id = hallId(hall);
                    Position prefix = prefix(id);
                    return sql.transaction(() -> interpretation.next(id, prefix, limit));
                });
    }

    /** Forgets what the events of a hall meant; {@link #interpret} begins anew. */
    public void reinterpret(String hall) throws IOException {
        guarded(
                () -> {
                    long id = hallId(hall);
                    return sql.transaction(
                            () -> {
                                interpretation.forget(id);
                                return id;
                            });
                });
    }

    /** What the pages show of a hall. */
    public HallFigures figures(String hall, int recent) throws IOException {
        return guarded(() -> interpretation.figures(hallId(hall), recent));
    }

    private <T> T guarded(Guarded<T> work) throws IOException {
        try {
            return work.run();
        } catch (SQLException | RuntimeException e) {
            // What is remembered may have been rolled back.
            hallIds.clear();
            if (e instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IOException("The center's store failed: " + e.getMessage(), e);
        }
    }

    private interface Guarded<T> {
        T run() throws SQLException, IOException;
    }

    @Override
    public void close() throws IOException {
        guarded(
                () -> {
                    sql.close();
                    return true;
                });
    }
}
