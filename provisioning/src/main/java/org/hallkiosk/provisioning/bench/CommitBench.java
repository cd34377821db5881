package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.SqliteJournal;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * Durable commits a second of the hall's journal ÷ raw syncs a second of the same disk, round by
 * round in turn: with one caller that waits for each commit, and with ten.
 */
final class CommitBench implements Benchmark {

    private static final int ROUNDS = 7;
    private static final int COMMITS = 200;
    private static final int WARM_UP = 20;
    private static final int EVENT_BYTES = 300;

    private final Path directory;
    private final InstantSource clock;
    private long next = 1;

    CommitBench(Path directory, InstantSource clock) {
        this.clock = clock;
        this.directory = directory;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        List<Double> one = new ArrayList<>();
        List<Double> ten = new ArrayList<>();
        try (ThreadStrand strand = new ThreadStrand("bench", clock);
                RawSync raw = new RawSync(directory, strand)) {
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
            // Not counted: the first four thousand are the compiler's.
            for (int round = 0; round < WARM_UP; round++) {
                commitsPerSecond(strand, journal, 10);
            }
            commitsPerSecond(strand, journal, 1);
            double before = syncsPerSecond(raw);
            for (int round = 0; round < ROUNDS; round++) {
                double single = commitsPerSecond(strand, journal, 1);
                double between = syncsPerSecond(raw);
                double shared = commitsPerSecond(strand, journal, 10);
                double after = syncsPerSecond(raw);
                one.add(single / ((before + between) / 2));
                ten.add(shared / ((between + after) / 2));
                before = after;
            }
            CountDownLatch closed = new CountDownLatch(1);
            strand.execute(
                    () -> {
                        journal.close();
                        closed.countDown();
                    });
            closed.await();
        }
        return List.of(
                Figure.ratio(
                        "durable commits ÷ raw syncs a second, one caller",
                        new Goal.AtLeast(0.9),
                        one),
                Figure.ratio(
                        "durable commits ÷ raw syncs a second, ten callers",
                        new Goal.AtLeast(9),
                        ten));
    }

    private static double syncsPerSecond(RawSync raw) throws IOException {
        long nanos = 0;
        for (int i = 0; i < COMMITS / 4; i++) {
            nanos += raw.once();
        }
        return COMMITS / 4 * 1e9 / nanos;
    }

    /** Keeps so many appends under way until all are committed. */
    private double commitsPerSecond(ThreadStrand strand, SqliteJournal journal, int callers)
            throws InterruptedException {
        Run run = new Run(journal, next, new CountDownLatch(COMMITS));
        next += COMMITS;
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
