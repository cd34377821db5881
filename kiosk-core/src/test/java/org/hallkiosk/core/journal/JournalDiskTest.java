package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hallkiosk.testkit.ExpectLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** RELIABILITY.md T3 and T4: a full disk and a failing one. */
class JournalDiskTest {

    @TempDir private Path directory;
    private final JournalStrand strand = new JournalStrand();
    private final BlockingQueue<JournalHealth> healths = new LinkedBlockingQueue<>();

    @AfterEach
    void closeStrand() {
        strand.close();
    }

    private SqliteJournal open(Path place, UnaryOperator<Connection> writer) throws IOException {
        return SqliteJournal.open(
                new SqliteJournal.Setup("h1", place.resolve("data"), place.resolve("backups"), 3),
                strand.strand(),
                healths::add,
                writer);
    }

    private Outcome append(Journal journal, long seq) {
        return strand.await(result -> journal.append(Workload.batch(1, seq), result::accept));
    }

    private JournalHealth nextHealth() {
        try {
            JournalHealth health = healths.poll(30, TimeUnit.SECONDS);
            assertThat(health).as("a change of health").isNotNull();
            return health;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertDegraded(Outcome.Reason reason) {
        assertThat(nextHealth())
                .isInstanceOfSatisfying(
                        JournalHealth.Degraded.class,
                        d -> assertThat(d.reason()).isEqualTo(reason));
    }

    private static void assertRefused(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    /** Appends until it is refused, and tells the last that was committed. */
    private long appendUntilRefused(Journal journal, long from, Outcome.Reason reason) {
        for (long seq = from; seq < from + 100_000; seq++) {
            Outcome outcome = append(journal, seq);
            if (!outcome.equals(new Outcome.Committed())) {
                assertRefused(outcome, reason);
                return seq - 1;
            }
        }
        throw new AssertionError("The disk never became full");
    }

    /**
     * On a file system that is really full, where one can be mounted; otherwise on a database that
     * may not grow, which gives the same error of SQLite.
     */
    @Test
    @ExpectLog("cannot write \\(DISK_FULL\\)")
    void refusesWhileTheDiskIsFullAndRecoversByItself() throws IOException, InterruptedException {
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        if (run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted.toString())) {
            try {
                fillAndFree(mounted);
            } finally {
                assertThat(run("umount", mounted.toString())).isTrue();
            }
        } else {
            limitAndLift();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void fillAndFree(Path mounted) throws IOException {
        Path filler = mounted.resolve("filler");
        long committed;
        try (SqliteJournal journal = open(mounted, UnaryOperator.identity())) {
            for (long seq = 1; seq <= 10; seq++) {
                append(journal, seq);
            }
            fill(filler);
            committed = appendUntilRefused(journal, 11, Outcome.Reason.DISK_FULL);
            assertDegraded(Outcome.Reason.DISK_FULL);
            assertThat(journal.health()).isInstanceOf(JournalHealth.Degraded.class);
            assertRefused(append(journal, committed + 1), Outcome.Reason.DISK_FULL);
            strand.run(() -> Workload.assertHolds(journal, 1, committed));

            Files.delete(filler);
            assertThat(nextHealth()).isEqualTo(new JournalHealth.Healthy());
            Workload.append(strand, journal, 1, committed + 1, committed + 20);
        }
        assertReopens(mounted, committed + 20);
    }

    private static void fill(Path filler) throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE_NEW)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void limitAndLift() throws IOException {
        List<Connection> connections = new ArrayList<>();
        long committed;
        try (SqliteJournal journal =
                open(
                        directory,
                        writer -> {
                            connections.add(writer);
                            pages(writer, 60);
                            return writer;
                        })) {
            committed = appendUntilRefused(journal, 1, Outcome.Reason.DISK_FULL);
            assertDegraded(Outcome.Reason.DISK_FULL);
            strand.run(() -> Workload.assertHolds(journal, 1, committed));
            pages(connections.getFirst(), 100_000);
            assertThat(nextHealth()).isEqualTo(new JournalHealth.Healthy());
            Workload.append(strand, journal, 1, committed + 1, committed + 20);
        }
        assertReopens(directory, committed + 20);
    }

    private static void pages(Connection connection, int most) {
        try {
            SqliteFile.number(connection, "PRAGMA max_page_count = " + most);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void assertReopens(Path place, long head) throws IOException {
        try (SqliteJournal journal = open(place, UnaryOperator.identity())) {
            assertThat(journal.recovery().problems()).isEmpty();
            assertThat(journal.recovery().head()).isEqualTo(new Position(1, head));
            Workload.assertHolds(journal, 1, head);
        }
    }

    /**
     * The way that the test above takes without the right to mount, so that it is known to work.
     */
    @Test
    @ExpectLog("cannot write \\(DISK_FULL\\)")
    void refusesWhileTheDatabaseMayNotGrow() throws IOException {
        limitAndLift();
    }

    @Test
    @ExpectLog("cannot write \\(IO_ERROR\\)")
    void refusesWhileTheDiskFailsAndRecoversByItself() throws IOException {
        Faults faults = new Faults("COMMIT", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
        try (SqliteJournal journal = open(directory, faults::between)) {
            assertThat(append(journal, 1)).isEqualTo(new Outcome.Committed());
            faults.on = true;
            assertRefused(append(journal, 2), Outcome.Reason.IO_ERROR);
            assertDegraded(Outcome.Reason.IO_ERROR);
            assertRefused(append(journal, 2), Outcome.Reason.IO_ERROR);
            assertThat(strand.<Position>await(r -> r.accept(journal.head())))
                    .isEqualTo(new Position(1, 1));
            faults.on = false;
            assertThat(nextHealth()).isEqualTo(new JournalHealth.Healthy());
            assertThat(append(journal, 2)).isEqualTo(new Outcome.Committed());
        }
        assertReopens(directory, 2);
    }

    @Test
    @ExpectLog("cannot write \\(DAMAGED\\)")
    void refusesForGoodWhenTheFileIsFoundDamaged() throws IOException {
        Faults faults = new Faults("COMMIT", SQLiteErrorCode.SQLITE_CORRUPT);
        try (SqliteJournal journal = open(directory, faults::between)) {
            append(journal, 1);
            faults.on = true;
            assertRefused(append(journal, 2), Outcome.Reason.DAMAGED);
            assertDegraded(Outcome.Reason.DAMAGED);
            faults.on = false;
            assertRefused(append(journal, 2), Outcome.Reason.DAMAGED);
        }
        assertReopens(directory, 1);
    }

    @Test
    @ExpectLog("contradicts what is stored")
    void refusesOnlyTheWriteThatContradicts() throws IOException {
        try (SqliteJournal journal = open(directory, UnaryOperator.identity())) {
            append(journal, 1);
            BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
            Batch sameRequest =
                    new Batch(
                            new Position(1, 2),
                            Workload.batch(1, 2).events(),
                            Workload.batch(1, 1).answer());
            Outcome last =
                    strand.await(
                            (Consumer<Outcome> result) -> {
                                journal.append(sameRequest, outcomes::add);
                                journal.append(Workload.batch(1, 2), result::accept);
                            });
            assertRefused(outcomes.remove(), Outcome.Reason.CONFLICT);
            assertThat(last).isEqualTo(new Outcome.Committed());
            assertThat(journal.health()).isEqualTo(new JournalHealth.Healthy());
        }
        assertReopens(directory, 2);
    }

    /** A connection whose disk fails when it runs one kind of statement. */
    private static final class Faults {
        private final String statement;
        private final SQLiteErrorCode code;
        private volatile boolean on;

        Faults(String statement, SQLiteErrorCode code) {
            this.statement = statement;
            this.code = code;
        }

        Connection between(Connection connection) {
            return intercept(
                    Connection.class,
                    connection,
                    made -> made instanceof Statement s ? failing(s) : made,
                    null);
        }

        private Statement failing(Statement made) {
            Class<? extends Statement> type =
                    made instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
            return intercept(type, made, UnaryOperator.identity(), statement);
        }

        private <T> T intercept(
                Class<? extends T> type,
                T target,
                UnaryOperator<@Nullable Object> result,
                @Nullable String failAt) {
            return type.cast(
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, method, args) -> {
                                if (on
                                        && failAt != null
                                        && args != null
                                        && failAt.equals(args[0])) {
                                    throw new SQLiteException("injected", code);
                                }
                                try {
                                    return result.apply(method.invoke(target, args));
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            }));
        }
    }
}
