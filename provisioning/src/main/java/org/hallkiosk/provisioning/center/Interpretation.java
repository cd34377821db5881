package org.hallkiosk.provisioning.center;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.journal.Position;
import org.jspecify.annotations.Nullable;

/**
 * What the events mean, as a fold in tables of its own: it is built anew from the raw events at any
 * time, and is when {@link #VERSION} changes. Only the names of the hall and of its categories stay
 * then, because the events that told them may have been removed ({@link RemovedDays}).
 *
 * <p>An event that cannot be read, or does not fit what went before, is parked with the reason, and
 * the next one goes on.
 */
final class Interpretation {

    /** Raised with every change of what is built from the events. */
    private static final int VERSION = 2;

    private static final List<String> TABLES =
            List.of("ticket", "evaluation", "parked", "day_opened");

    private final Sql sql;
    private final EventReader reader;

    Interpretation(Sql sql, EventReader reader) {
        this.sql = sql;
        this.reader = reader;
    }

    static List<String> tables() {
        return List.of(
                "CREATE TABLE interpretation (version INTEGER NOT NULL) STRICT",
                """
                CREATE TABLE fold (
                  hall INTEGER PRIMARY KEY REFERENCES hall,
                  epoch INTEGER NOT NULL,
                  seq INTEGER NOT NULL,
                  name TEXT NOT NULL,
                  day TEXT) STRICT""",
                """
                CREATE TABLE ticket (
                  hall INTEGER NOT NULL REFERENCES hall,
                  id TEXT NOT NULL,
                  ticket TEXT NOT NULL,
                  day TEXT,
                  category TEXT NOT NULL,
                  status TEXT NOT NULL,
                  taken INTEGER NOT NULL,
                  called INTEGER,
                  started INTEGER,
                  finished INTEGER,
                  PRIMARY KEY (hall, id)) STRICT, WITHOUT ROWID""",
                "CREATE INDEX ticket_of_day ON ticket (hall, day)",
                """
                CREATE TABLE evaluation (
                  hall INTEGER NOT NULL REFERENCES hall,
                  ticket TEXT NOT NULL,
                  day TEXT,
                  level INTEGER NOT NULL,
                  category TEXT NOT NULL,
                  window INTEGER NOT NULL,
                  PRIMARY KEY (hall, ticket)) STRICT, WITHOUT ROWID""",
                "CREATE INDEX evaluation_of_day ON evaluation (hall, day)",
                """
                CREATE TABLE category (
                  hall INTEGER NOT NULL REFERENCES hall,
                  id TEXT NOT NULL,
                  name TEXT NOT NULL,
                  PRIMARY KEY (hall, id)) STRICT, WITHOUT ROWID""",
                """
                CREATE TABLE parked (
                  hall INTEGER NOT NULL REFERENCES hall,
                  epoch INTEGER NOT NULL,
                  seq INTEGER NOT NULL,
                  why TEXT NOT NULL,
                  PRIMARY KEY (hall, epoch, seq)) STRICT, WITHOUT ROWID""");
    }

    /** Where the business days begin; joined the others later. */
    static List<String> dayTables() {
        return List.of(
                """
                CREATE TABLE day_opened (
                  hall INTEGER NOT NULL REFERENCES hall,
                  epoch INTEGER NOT NULL,
                  seq INTEGER NOT NULL,
                  day TEXT NOT NULL,
                  PRIMARY KEY (hall, epoch, seq)) STRICT, WITHOUT ROWID""");
    }

    /** Forgets everything that an earlier version of this class built. */
    void prepare() throws SQLException {
        long built = sql.number("SELECT version FROM interpretation");
        if (built != VERSION) {
            sql.transaction(
                    () -> {
                        for (String table : TABLES) {
                            sql.run("DELETE FROM " + table);
                        }
                        sql.run("UPDATE fold SET epoch = 0, seq = 0, day = NULL");
                        sql.run("DELETE FROM interpretation");
                        return sql.run("INSERT INTO interpretation (version) VALUES (?)", VERSION);
                    });
        }
    }

    /** Forgets what a hall's events meant. */
    void forget(long hall) throws SQLException {
        for (String table : TABLES) {
            sql.run("DELETE FROM " + table + " WHERE hall = ?", hall);
        }
        sql.run("UPDATE fold SET epoch = 0, seq = 0, day = NULL WHERE hall = ?", hall);
    }

    /** A business day, and the event that opened it. */
    record Opened(Position at, LocalDate day) {}

    /** The oldest business days that are held and interpreted, in the order of their events. */
    List<Opened> oldestDays(long hall, int limit) throws SQLException {
        return sql.all(
                "SELECT epoch, seq, day FROM day_opened WHERE hall = ? ORDER BY epoch, seq LIMIT ?",
                row ->
                        new Opened(
                                new Position(row.getLong(1), row.getLong(2)),
                                LocalDate.parse(row.getString(3))),
                hall,
                limit);
    }

    /** The latest date of a business day that is held and interpreted. */
    Optional<LocalDate> newestDay(long hall) throws SQLException {
        return sql.first(
                "SELECT max(day) FROM day_opened WHERE hall = ? HAVING count(*) > 0",
                row -> LocalDate.parse(row.getString(1)),
                hall);
    }

    /**
     * Told that a business day was removed.
     *
     * @param end the first event that is still held
     */
    void removed(long hall, LocalDate day, Position end) throws SQLException {
        for (String table : List.of("parked", "day_opened")) {
            sql.run(
                    "DELETE FROM " + table + " WHERE hall = ? AND (epoch, seq) < (?, ?)",
                    hall,
                    end.epoch(),
                    end.seq());
        }
        boolean openedAgain =
                sql.number(
                                "SELECT count(*) FROM day_opened WHERE hall = ? AND day = ?",
                                hall,
                                day.toString())
                        > 0;
        for (String table : List.of("ticket", "evaluation")) {
            sql.run("DELETE FROM " + table + " WHERE hall = ? AND day IS NULL", hall);
            if (!openedAgain) {
                sql.run(
                        "DELETE FROM " + table + " WHERE hall = ? AND day = ?",
                        hall,
                        day.toString());
            }
        }
    }

    /**
     * Told of an event that is new. One behind what is interpreted comes after a restore of the
     * hall's journal: the fold begins anew.
     */
    void arrived(long hall, Position at) throws SQLException {
        if (!at.isAfter(reached(hall))) {
            forget(hall);
        }
    }

    private Position reached(long hall) throws SQLException {
        return sql.first(
                        "SELECT epoch, seq FROM fold WHERE hall = ?",
                        row -> new Position(row.getLong(1), row.getLong(2)),
                        hall)
                .orElse(Position.START);
    }

    private record Raw(Position position, byte[] bytes) {}

    /** Takes up the next events that have a hash, up to the prefix; in the caller's transaction. */
    int next(long hall, Position prefix, int limit) throws SQLException {
        Position reached = reached(hall);
        List<Raw> events =
                sql.all(
                        "SELECT epoch, seq, bytes FROM event WHERE hall = ?"
                                + " AND (epoch, seq) > (?, ?) AND (epoch, seq) <= (?, ?)"
                                + " AND hash IS NOT NULL ORDER BY epoch, seq LIMIT ?",
                        row ->
                                new Raw(
                                        new Position(row.getLong(1), row.getLong(2)),
                                        row.getBytes(3)),
                        hall,
                        reached.epoch(),
                        reached.seq(),
                        prefix.epoch(),
                        prefix.seq(),
                        limit);
        if (events.isEmpty()) {
            return 0;
        }
        sql.run(
                "INSERT INTO fold (hall, epoch, seq, name) VALUES (?, 0, 0, '')"
                        + " ON CONFLICT DO NOTHING",
                hall);
        for (Raw event : events) {
            Optional<String> trouble = apply(hall, event);
            if (trouble.isPresent()) {
                sql.run(
                        "INSERT INTO parked (hall, epoch, seq, why) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        hall,
                        event.position.epoch(),
                        event.position.seq(),
                        trouble.get());
            }
        }
        Position last = events.getLast().position;
        sql.run(
                "UPDATE fold SET epoch = ?, seq = ? WHERE hall = ?",
                last.epoch(),
                last.seq(),
                hall);
        return events.size();
    }

    /** Applies one event; tells why it cannot. Whatever an event holds, the next one goes on. */
    private Optional<String> apply(long hall, Raw event) throws SQLException {
        try {
            return apply(hall, event.position, reader.read(event.bytes))
                    ? Optional.empty()
                    : Optional.of("about a ticket not known here");
        } catch (EventReader.Unreadable | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** False when the event is about a ticket that was never taken. */
    private boolean apply(long hall, Position position, EventRecord record) throws SQLException {
        Instant at = record.offline() != null ? record.offline().at() : record.at();
        return switch (record.event()) {
            case Event.DayOpened e -> {
                sql.run("UPDATE fold SET day = ? WHERE hall = ?", e.day().toString(), hall);
                sql.run(
                        "INSERT INTO day_opened (hall, epoch, seq, day) VALUES (?, ?, ?, ?)",
                        hall,
                        position.epoch(),
                        position.seq(),
                        e.day().toString());
                yield true;
            }
            case Event.DayClosed e -> {
                sql.run(
                        "UPDATE ticket SET status = ? WHERE hall = ? AND status IN"
                                + " ('requested', 'waiting', 'unconfirmed', 'called', 'serving',"
                                + " 'parked')",
                        TicketStatus.ENDED.word(),
                        hall);
                yield true;
            }
            case Event.HallConfigured e -> {
                configured(hall, e.config());
                yield true;
            }
            case Event.TicketTaken e -> {
                taken(hall, e.ticketId(), e.ticket(), e.category(), TicketStatus.REQUESTED, at);
                yield true;
            }
            case Event.TicketAdopted e -> {
                TicketStatus status = e.queued() ? TicketStatus.WAITING : TicketStatus.ENDED;
                taken(hall, e.ticketId(), e.ticket(), e.category(), status, e.place());
                yield true;
            }
            case Event.TicketProved e ->
                    !e.level().provesPaper()
                            || waits(hall, e.ticketId(), TicketStatus.WAITING)
                            || known(hall, e.ticketId());
            case Event.TicketUnconfirmed e ->
                    waits(hall, e.ticketId(), TicketStatus.UNCONFIRMED)
                            || known(hall, e.ticketId());
            case Event.TicketWithdrawn e ->
                    change(hall, e.ticketId(), TicketStatus.WITHDRAWN, null, at);
            case Event.TicketCalled e ->
                    change(hall, e.ticketId(), TicketStatus.CALLED, "called", at);
            case Event.TicketRecalled e -> known(hall, e.ticketId());
            case Event.TicketStarted e ->
                    change(hall, e.ticketId(), TicketStatus.SERVING, "started", at);
            case Event.TicketFinished e ->
                    change(hall, e.ticketId(), TicketStatus.FINISHED, "finished", at);
            case Event.TicketMissed e -> change(hall, e.ticketId(), TicketStatus.MISSED, null, at);
            case Event.TicketParked e -> change(hall, e.ticketId(), TicketStatus.PARKED, null, at);
            case Event.TicketResumed e ->
                    change(hall, e.ticketId(), TicketStatus.SERVING, null, at);
            case Event.TicketReturned e ->
                    change(hall, e.ticketId(), TicketStatus.WAITING, null, at);
            case Event.TicketTransferred e ->
                    sql.run(
                                    "UPDATE ticket SET status = ?, category = ?"
                                            + " WHERE hall = ? AND id = ?",
                                    TicketStatus.WAITING.word(),
                                    e.to(),
                                    hall,
                                    e.ticketId().toString())
                            == 1;
            case Event.EvaluationSubmitted e ->
                    sql.run(
                                    "INSERT INTO evaluation (hall, ticket, day, level, category,"
                                            + " window) SELECT hall, id, day, ?, ?, ? FROM ticket"
                                            + " WHERE hall = ? AND id = ? ON CONFLICT DO NOTHING",
                                    e.level(),
                                    e.category(),
                                    e.window(),
                                    hall,
                                    e.ticketId().toString())
                            == 1;
            case Event.EpochOpened e -> true;
            case Event.RecoveryEnded e -> true;
            case Event.TicketRecovered e -> {
                recovered(hall, e.ticket());
                yield true;
            }
            case Event.StaffChanged e -> true;
            case Event.WindowOpened e -> true;
            case Event.WindowPaused e -> true;
            case Event.WindowClosed e -> true;
            case Event.BookingRegistered e -> true;
            case Event.BookingCancelled e -> true;
            case Event.BookingCheckedIn e -> known(hall, e.ticketId());
            case Event.EvaluationOffered e -> true;
            case Event.EvaluationExpired e -> true;
            case Event.BlockLeased e -> true;
            case Event.BlockVoided e -> true;
            case Event.HandInIgnored e -> true;
            case Event.CheckpointMade e -> true;
            case Event.ClockStepped e -> true;
        };
    }

    private void configured(long hall, HallConfig config) throws SQLException {
        sql.run("UPDATE fold SET name = ? WHERE hall = ?", config.name(), hall);
        for (HallConfig.Category category : config.categories()) {
            sql.run(
                    "INSERT OR REPLACE INTO category (hall, id, name) VALUES (?, ?, ?)",
                    hall,
                    category.id(),
                    category.name());
        }
    }

    private void taken(
            long hall, UUID id, String ticket, String category, TicketStatus status, Instant at)
            throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO ticket (hall, id, ticket, day, category, status, taken)"
                        + " VALUES (?1, ?2, ?3, (SELECT day FROM fold WHERE hall = ?1), ?4, ?5,"
                        + " ?6)",
                hall,
                id.toString(),
                ticket,
                category,
                status.word(),
                at.toEpochMilli());
    }

    /** Known here already, when its events had come before the hall lost them. */
    private void recovered(long hall, Ticket ticket) throws SQLException {
        if (!known(hall, ticket.id())) {
            taken(
                    hall,
                    ticket.id(),
                    ticket.number(),
                    ticket.category(),
                    ticket.status(),
                    ticket.takenAt());
        }
        sql.run(
                "UPDATE ticket SET status = ? WHERE hall = ? AND id = ?",
                ticket.status().word(),
                hall,
                ticket.id().toString());
    }

    private boolean waits(long hall, UUID id, TicketStatus status) throws SQLException {
        return sql.run(
                        "UPDATE ticket SET status = ? WHERE hall = ? AND id = ?"
                                + " AND status IN ('requested', 'unconfirmed')",
                        status.word(),
                        hall,
                        id.toString())
                == 1;
    }

    private boolean known(long hall, UUID id) throws SQLException {
        return sql.number(
                        "SELECT count(*) FROM ticket WHERE hall = ? AND id = ?",
                        hall,
                        id.toString())
                == 1;
    }

    /** Notes the status and, the first time, when it came to it. */
    private boolean change(
            long hall, UUID id, TicketStatus status, @Nullable String column, Instant at)
            throws SQLException {
        String noted = column == null ? "" : ", " + column + " = coalesce(" + column + ", ?4)";
        List<Object> values = new ArrayList<>(List.of(status.word(), hall, id.toString()));
        if (column != null) {
            values.add(at.toEpochMilli());
        }
        return sql.run(
                        "UPDATE ticket SET status = ?1" + noted + " WHERE hall = ?2 AND id = ?3",
                        values.toArray())
                == 1;
    }

    HallFigures figures(long hall, int recent) throws SQLException {
        Optional<String> name =
                sql.first("SELECT name FROM fold WHERE hall = ?", row -> row.getString(1), hall);
        Optional<String> day =
                sql.first(
                        "SELECT day FROM fold WHERE hall = ? AND day IS NOT NULL",
                        row -> row.getString(1),
                        hall);
        Optional<DayFigures> today =
                day.isPresent() ? Optional.of(day(hall, day.get())) : Optional.empty();
        return new HallFigures(
                name.orElse(""),
                today,
                sql.number("SELECT count(*) FROM parked WHERE hall = ?", hall),
                recent(hall, recent));
    }

    private DayFigures day(long hall, String day) throws SQLException {
        List<Long> levels = new ArrayList<>();
        for (int level = 1; level <= 5; level++) {
            levels.add(
                    sql.number(
                            "SELECT count(*) FROM evaluation WHERE hall = ? AND day = ? AND level"
                                    + " = ?",
                            hall,
                            day,
                            level));
        }
        List<String> categories =
                sql.all(
                        "SELECT category FROM ticket WHERE hall = ? AND day = ? GROUP BY category"
                                + " ORDER BY count(*) DESC, category",
                        row -> row.getString(1),
                        hall,
                        day);
        List<DayFigures.OfCategory> ofCategories = new ArrayList<>();
        for (String category : categories) {
            ofCategories.add(category(hall, day, category));
        }
        return new DayFigures(
                LocalDate.parse(day),
                count(hall, day, "1"),
                count(hall, day, "status IN ('waiting', 'unconfirmed')"),
                count(hall, day, "called IS NOT NULL"),
                count(hall, day, "status = 'finished'"),
                count(hall, day, "status = 'missed'"),
                count(hall, day, "status = 'withdrawn'"),
                spread(hall, day, "called - taken", "%"),
                spread(hall, day, "finished - started", "%"),
                levels,
                ofCategories);
    }

    private DayFigures.OfCategory category(long hall, String day, String category)
            throws SQLException {
        String name =
                sql.first(
                                "SELECT name FROM category WHERE hall = ? AND id = ?",
                                row -> row.getString(1),
                                hall,
                                category)
                        .orElse(category);
        return new DayFigures.OfCategory(
                name,
                sql.number(
                        "SELECT count(*) FROM ticket WHERE hall = ? AND day = ? AND category = ?",
                        hall,
                        day,
                        category),
                sql.number(
                        "SELECT count(*) FROM ticket WHERE hall = ? AND day = ? AND category = ?"
                                + " AND status IN ('waiting', 'unconfirmed')",
                        hall,
                        day,
                        category),
                spread(hall, day, "called - taken", category));
    }

    private long count(long hall, String day, String condition) throws SQLException {
        return sql.number(
                "SELECT count(*) FROM ticket WHERE hall = ? AND day = ? AND " + condition,
                hall,
                day);
    }

    /** The median, of an even number the lower of the two in the middle, and the longest. */
    private Optional<DayFigures.Spread> spread(
            long hall, String day, String duration, String category) throws SQLException {
        List<Long> all =
                sql.all(
                        "SELECT max(0, "
                                + duration
                                + ") FROM ticket WHERE hall = ? AND day = ?"
                                + " AND (? = '%' OR category = ?) AND "
                                + duration
                                + " IS NOT NULL ORDER BY 1",
                        row -> row.getLong(1),
                        hall,
                        day,
                        category,
                        category);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DayFigures.Spread(
                        Duration.ofMillis(all.get((all.size() - 1) / 2)),
                        Duration.ofMillis(all.getLast())));
    }

    private List<RecentEvent> recent(long hall, int limit) throws SQLException {
        List<Raw> newest =
                sql.all(
                        "SELECT epoch, seq, bytes FROM event WHERE hall = ?"
                                + " ORDER BY epoch DESC, seq DESC LIMIT ?",
                        row ->
                                new Raw(
                                        new Position(row.getLong(1), row.getLong(2)),
                                        row.getBytes(3)),
                        hall,
                        limit);
        List<RecentEvent> recent = new ArrayList<>();
        for (Raw raw : newest) {
            recent.add(describe(hall, raw));
        }
        return recent;
    }

    private RecentEvent describe(long hall, Raw raw) throws SQLException {
        EventRecord record;
        try {
            record = reader.read(raw.bytes);
        } catch (EventReader.Unreadable e) {
            return new RecentEvent(
                    raw.position, Optional.empty(), "", Optional.empty(), Optional.empty());
        }
        Subject subject = Subject.of(record.event());
        Optional<String> ticket = Optional.empty();
        if (subject.ticketId() != null) {
            ticket =
                    sql.first(
                            "SELECT ticket FROM ticket WHERE hall = ? AND id = ?",
                            row -> row.getString(1),
                            hall,
                            subject.ticketId().toString());
        }
        return new RecentEvent(
                raw.position,
                Optional.of(record.at()),
                record.event().getClass().getSimpleName(),
                ticket,
                Optional.ofNullable(subject.window()));
    }

    /** What an event is about. */
    private record Subject(@Nullable UUID ticketId, @Nullable Integer window) {

        static Subject of(Event event) {
            return switch (event) {
                case Event.TicketTaken e -> new Subject(e.ticketId(), null);
                case Event.TicketAdopted e -> new Subject(e.ticketId(), null);
                case Event.TicketProved e -> new Subject(e.ticketId(), null);
                case Event.TicketUnconfirmed e -> new Subject(e.ticketId(), null);
                case Event.TicketWithdrawn e -> new Subject(e.ticketId(), e.window());
                case Event.TicketCalled e -> new Subject(e.ticketId(), e.window());
                case Event.TicketRecalled e -> new Subject(e.ticketId(), e.window());
                case Event.TicketStarted e -> new Subject(e.ticketId(), e.window());
                case Event.TicketFinished e -> new Subject(e.ticketId(), e.window());
                case Event.TicketMissed e -> new Subject(e.ticketId(), e.window());
                case Event.TicketParked e -> new Subject(e.ticketId(), e.window());
                case Event.TicketResumed e -> new Subject(e.ticketId(), e.window());
                case Event.TicketReturned e -> new Subject(e.ticketId(), null);
                case Event.TicketTransferred e -> new Subject(e.ticketId(), e.window());
                case Event.EvaluationOffered e -> new Subject(e.ticketId(), e.window());
                case Event.EvaluationSubmitted e -> new Subject(e.ticketId(), e.window());
                case Event.EvaluationExpired e -> new Subject(e.ticketId(), null);
                case Event.WindowOpened e -> new Subject(null, e.window());
                case Event.WindowPaused e -> new Subject(null, e.window());
                case Event.WindowClosed e -> new Subject(null, e.window());
                case Event.HandInIgnored e -> new Subject(e.ticketId(), null);
                default -> new Subject(null, null);
            };
        }
    }
}
