package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.SqliteJournal;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * Durable commits a second of the hall's journal ÷ raw syncs a second of the same disk, round by
 * round in turn: with one caller that waits for each commit, and with ten.
 */
final class CommitBench {

    private static final int ROUNDS = 7;
    private static final int COMMITS = 300;
    private static final int EVENT_BYTES = 300;

    private final Path directory;
    private final PrintWriter out;
    private final InstantSource clock;

    CommitBench(Path directory, PrintWriter out, InstantSource clock) {
        this.clock = clock;
        this.directory = directory;
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        double[] one = new double[ROUNDS];
        double[] ten = new double[ROUNDS];
        try (ThreadStrand strand = new ThreadStrand("bench", clock)) {
            SqliteJournal journal =
                    SqliteJournal.open(
                            new SqliteJournal.Setup(
                                    "bench",
                                    directory.resolve("journal"),
                                    directory.resolve("backup"),
                                    1),
                            strand,
                            health -> {
                                // A failing disk shows in the figures.
                            });
            long next = 1;
            for (int round = 0; round < ROUNDS; round++) {
                double before = syncsPerSecond(strand);
                double single = commitsPerSecond(strand, journal, next, 1);
                next += COMMITS;
                double shared = commitsPerSecond(strand, journal, next, 10);
                next += COMMITS;
                double raw = (before + syncsPerSecond(strand)) / 2;
                one[round] = single / raw;
                ten[round] = shared / raw;
            }
            CountDownLatch closed = new CountDownLatch(1);
            strand.execute(
                    () -> {
                        journal.close();
                        closed.countDown();
                    });
            closed.await();
        }
        Arrays.sort(one);
        Arrays.sort(ten);
        out.printf(
                "commits: durable commits ÷ raw syncs, one caller %.2f (%.2f–%.2f; goal 0.9), ten"
                        + " callers %.2f (%.2f–%.2f; goal 9)%n",
                one[ROUNDS / 2], one[0], one[ROUNDS - 1], ten[ROUNDS / 2], ten[0], ten[ROUNDS - 1]);
        out.println("         on this disk as it is; without the added 5 ms a sync");
    }

    private double syncsPerSecond(Strand time) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(4096);
        try (FileChannel file =
                FileChannel.open(
                        directory.resolve("raw"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            long start = time.nanoTime();
            for (int i = 0; i < COMMITS; i++) {
                page.clear();
                file.write(page);
                file.force(false);
            }
            return COMMITS * 1e9 / (time.nanoTime() - start);
        }
    }

    /** Keeps so many appends under way until all are committed. */
    private static double commitsPerSecond(
            ThreadStrand strand, SqliteJournal journal, long first, int callers)
            throws InterruptedException {
        Run run = new Run(journal, first, new CountDownLatch(COMMITS));
        long start = strand.nanoTime();
        strand.execute(
                () -> {
                    for (int i = 0; i < callers; i++) {
                        run.append();
                    }
                });
        run.done.await();
        return COMMITS * 1e9 / (strand.nanoTime() - start);
    }

    /** The appends of one measurement; on the strand. */
    private static final class Run {
        private final SqliteJournal journal;
        private final CountDownLatch done;
        private final long end;
        private long next;

        Run(SqliteJournal journal, long first, CountDownLatch done) {
            this.journal = journal;
            this.done = done;
            this.next = first;
            this.end = first + COMMITS;
        }

        void append() {
            if (next == end) {
                return;
            }
            byte[] event = new byte[EVENT_BYTES];
            Arrays.fill(event, (byte) 'x');
            journal.append(
                    Batch.of(new Position(1, next++), List.of(event)),
                    outcome -> {
                        done.countDown();
                        append();
                    });
        }
    }
}
