package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who shares a commit with whom. */
class CommitQueueTest {

    private static final int CALLERS = 10;
    private static final int COMMITS_EACH = 100;

    /** Asks for the next commit when it is told of one, as a caller does that waits for each. */
    private static final class Caller implements CommitQueue.Write {
        private final CommitQueue queue;
        private final JournalStrand strand;
        private final Runnable finished;
        private int left = COMMITS_EACH;

        Caller(CommitQueue queue, JournalStrand strand, Runnable finished) {
            this.queue = queue;
            this.strand = strand;
            this.finished = finished;
        }

        @Override
        public void apply(Connection connection) throws SQLException {
            SqliteFile.execute(connection, "INSERT INTO written VALUES (1)");
        }

        @Override
        public void ended(Outcome outcome) {
            assertThat(outcome).isEqualTo(new Outcome.Committed());
            strand.strand().execute(this::told);
        }

        private void told() {
            left--;
            if (left > 0) {
                queue.add(this);
            } else {
                finished.run();
            }
        }
    }

    /** Counted on the queue's thread, read when that has ended. */
    private static final class Commits implements CommitQueue.Listener {
        private int count;

        @Override
        public void committed() {
            count++;
        }

        @Override
        public void rolledBack() {
            throw new AssertionError("Nothing is wrong with this disk");
        }
    }

    @Test
    void whoeverWasToldOfOneCommitSharesTheNext() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        SqliteFile.execute(connection, "CREATE TABLE written (value INTEGER)");
        Commits commits = new Commits();
        try (JournalStrand strand = new JournalStrand();
                CommitQueue queue =
                        new CommitQueue(
                                "commits", connection, commits, strand.strand(), health -> {})) {
            strand.await((Consumer<Boolean> done) -> startCallers(queue, strand, done));
        }
        assertThat(commits.count).isEqualTo(COMMITS_EACH);
    }

    private static void startCallers(
            CommitQueue queue, JournalStrand strand, Consumer<Boolean> done) {
        int[] running = {CALLERS};
        for (int i = 0; i < CALLERS; i++) {
            queue.add(
                    new Caller(
                            queue,
                            strand,
                            () -> {
                                running[0]--;
                                if (running[0] == 0) {
                                    done.accept(true);
                                }
                            }));
        }
    }
}
