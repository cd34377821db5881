package org.hallkiosk.core.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.hallkiosk.hal.time.Strand;

/**
 * Group commit: one thread owns the writing connection, takes everything that waits, and makes it
 * durable by one commit.
 *
 * <p>It takes what waits when the strand has done what it had to do by then. So what is given in
 * one turn shares a commit; and so does what those ask for next who were just told that they are
 * committed, with what came meanwhile. Without that, callers fall into two groups that wait for
 * each other, and each pays for two syncs.
 *
 * <p>After an error of the disk nothing is written until a trial transaction has been committed. It
 * is tried once a second on the same connection, where it takes the place in the log of the
 * transaction that failed, so that this one cannot come back.
 *
 * <p>Belongs to its owner's strand; the writes themselves run on the thread.
 */
final class CommitQueue implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CommitQueue.class.getName());
    private static final JournalHealth HEALTHY = new JournalHealth.Healthy();
    private static final Duration TRIAL_INTERVAL = Duration.ofSeconds(1);

    /** Enough for a few events; what a trial can write, a write after it can probably write too. */
    private static final int TRIAL_BYTES = 64 * 1024;

    /** One change, applied with others in one transaction. */
    interface Write {
        /**
         * Makes the change, on the queue's thread, inside a transaction. May be called again after
         * a failure.
         *
         * @throws RefusedWrite before anything was changed: then the others go on without it
         * @throws SQLException when the disk or a constraint does not let it
         */
        void apply(Connection connection) throws SQLException, RefusedWrite;

        /** Tells how it ended, once, on the queue's thread. */
        void ended(Outcome outcome);

        /** Whether the log must be emptied after the commit, so that old contents are gone. */
        default boolean emptiesLog() {
            return false;
        }
    }

    /** Told on the queue's thread, before the writes are told how they ended. */
    interface Listener {
        /** What was applied since the last call is durable. */
        void committed();

        /** What was applied since the last call did not happen. */
        void rolledBack();
    }

    private sealed interface Work {
        record Apply(Write write) implements Work {}

        record Trial() implements Work {}

        record Stop() implements Work {}
    }

    private final Queue<Work> queue = new ConcurrentLinkedQueue<>();

    /** A permit: the thread may take what waits. */
    private final Semaphore turn = new Semaphore(0);

    private final AtomicBoolean askedForTurn = new AtomicBoolean();

    /** From the permit until those whose writes ended have been told: what is given then waits. */
    private volatile boolean busy;

    private final Connection connection;
    private final Listener listener;
    private final Strand strand;
    private final Consumer<JournalHealth> health;
    private final Thread thread;
    private volatile JournalHealth state = HEALTHY;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param name the thread's name
     * @param connection becomes the queue's own
     * @param health called on the strand with each change
     */
    CommitQueue(
            String name,
            Connection connection,
            Listener listener,
            Strand strand,
            Consumer<JournalHealth> health) {
        this.connection = connection;
        this.listener = listener;
        this.strand = strand;
        this.health = health;
        this.thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
    }

    JournalHealth health() {
        return state;
    }

    /** Gives a write; any thread may. */
    void add(Write write) {
        if (closed) {
            write.ended(new Outcome.Refused(Outcome.Reason.CLOSED, "The journal is closed"));
        } else {
            give(new Work.Apply(write));
        }
    }

    private void give(Work work) {
        queue.add(work);
        if (!busy) {
            askForTurn();
        }
    }

    private void askForTurn() {
        if (askedForTurn.compareAndSet(false, true)) {
            strand.execute(
                    () -> {
                        askedForTurn.set(false);
                        if (!busy) {
                            busy = true;
                            turn.release();
                        }
                    });
        }
    }

    /** Commits what was given before, then closes the connection. Waits for that. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.add(new Work.Stop());
            turn.release();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // What was promised to be durable is still being written.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean stop = false;
        while (!stop) {
            // Nobody but close() ends this thread.
            turn.acquireUninterruptibly();
            List<Write> writes = new ArrayList<>();
            for (Work work = queue.poll(); work != null; work = queue.poll()) {
                switch (work) {
                    case Work.Apply(Write write) -> writes.add(write);
                    case Work.Trial() -> tryAgain();
                    case Work.Stop() -> stop = true;
                }
            }
            commit(writes);
            // Asked for only now: the strand comes to it when all have been told how theirs ended.
            busy = false;
            if (!queue.isEmpty()) {
                askForTurn();
            }
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "The journal's file did not close in order", e);
        }
    }

    private void commit(List<Write> writes) {
        if (writes.isEmpty()) {
            return;
        }
        if (state instanceof JournalHealth.Degraded(Outcome.Reason reason, String text)) {
            writes.forEach(write -> write.ended(new Outcome.Refused(reason, text)));
            return;
        }
        List<Outcome> outcomes;
        try {
            outcomes = transact(writes);
        } catch (SQLException e) {
            rollBack(e);
            listener.rolledBack();
            if (writes.size() == 1) {
                writes.getFirst().ended(failed(e));
            } else {
                // One by one, so that only what has the fault is refused.
                writes.forEach(write -> commit(List.of(write)));
            }
            return;
        }
        listener.committed();
        finish(writes, outcomes);
    }

    private List<Outcome> transact(List<Write> writes) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>(writes.size());
        SqliteFile.execute(connection, "BEGIN IMMEDIATE");
        for (Write write : writes) {
            try {
                write.apply(connection);
                outcomes.add(new Outcome.Committed());
            } catch (RefusedWrite e) {
                outcomes.add(e.outcome());
            }
        }
        SqliteFile.execute(connection, "COMMIT");
        return outcomes;
    }

    private void finish(List<Write> writes, List<Outcome> outcomes) {
        boolean logHoldsOldContents = writes.stream().anyMatch(Write::emptiesLog) && !truncateLog();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            if (write.emptiesLog() && logHoldsOldContents) {
                strand.after(TRIAL_INTERVAL, () -> add(new EmptyLog(write)));
            } else {
                write.ended(outcomes.get(i));
            }
        }
    }

    /** Waits, after its write is durable, until no reader holds the log any more. */
    private record EmptyLog(Write write) implements Write {
        @Override
        public void apply(Connection connection) {
            // Done before; only the log is left.
        }

        @Override
        public void ended(Outcome outcome) {
            write.ended(outcome);
        }

        @Override
        public boolean emptiesLog() {
            return true;
        }
    }

    private boolean truncateLog() {
        try {
            return SqliteFile.truncateLog(connection);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "The write-ahead log could not be emptied", e);
            return false;
        }
    }

    private void rollBack(SQLException cause) {
        try {
            SqliteFile.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // After most errors of the disk SQLite has rolled back already.
            cause.addSuppressed(e);
        }
    }

    private Outcome failed(SQLException e) {
        Outcome.Reason reason = SqliteFile.reason(e);
        String text = String.valueOf(e.getMessage());
        if (reason == Outcome.Reason.CONFLICT) {
            LOG.log(System.Logger.Level.ERROR, "A write contradicts what is stored", e);
        } else {
            degrade(new JournalHealth.Degraded(reason, text), e);
        }
        return new Outcome.Refused(reason, text);
    }

    private void degrade(JournalHealth.Degraded next, SQLException cause) {
        if (!next.equals(state)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The journal cannot write ({0}) and refuses until it can",
                    next.reason());
            LOG.log(System.Logger.Level.DEBUG, "The cause", cause);
            change(next);
        }
        if (next.reason() != Outcome.Reason.DAMAGED) {
            strand.after(TRIAL_INTERVAL, () -> give(new Work.Trial()));
        }
    }

    private void tryAgain() {
        try {
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            try (PreparedStatement room =
                    connection.prepareStatement("INSERT INTO trial VALUES (zeroblob(?))")) {
                room.setInt(1, TRIAL_BYTES);
                room.executeUpdate();
            }
            SqliteFile.execute(connection, "COMMIT");
            SqliteFile.execute(connection, "DELETE FROM trial");
            LOG.log(System.Logger.Level.INFO, "The journal can write again");
            change(HEALTHY);
        } catch (SQLException e) {
            rollBack(e);
            degrade(
                    new JournalHealth.Degraded(
                            SqliteFile.reason(e), String.valueOf(e.getMessage())),
                    e);
        }
    }

    private void change(JournalHealth next) {
        state = next;
        strand.execute(() -> health.accept(next));
    }
}
