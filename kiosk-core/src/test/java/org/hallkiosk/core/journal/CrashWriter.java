package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * The process that is killed: goes on with a journal for ever and writes a line with the number of
 * each event when it is told that it is durable.
 */
final class CrashWriter {

    /** How many appends are under way at once, so that commits hold several. */
    private static final int UNDER_WAY = 8;

    private final SqliteJournal journal;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private long next;

    private CrashWriter(SqliteJournal journal) {
        this.journal = journal;
        this.next = journal.head().seq() + 1;
    }

    static SqliteJournal.Setup setup(Path directory) {
        return new SqliteJournal.Setup(
                "h1", directory.resolve("data"), directory.resolve("backups"), 2);
    }

    public static void main(String[] args) throws IOException {
        ThreadStrand strand = new ThreadStrand("owner", InstantSource.system());
        SqliteJournal journal = SqliteJournal.open(setup(Path.of(args[0])), strand, health -> {});
        CrashWriter writer = new CrashWriter(journal);
        strand.execute(
                () -> {
                    for (int i = 0; i < UNDER_WAY; i++) {
                        writer.append();
                    }
                });
        // Until it is killed, or until the parent that reads it is gone.
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(1);
    }

    private void append() {
        long seq = next++;
        journal.append(Workload.batch(1, seq), outcome -> ended(seq, outcome));
        if (seq % 50 == 0) {
            journal.advance("center", new Position(1, seq - UNDER_WAY));
            journal.backup(outcome -> {});
        }
    }

    private void ended(long seq, Outcome outcome) {
        if (!(outcome instanceof Outcome.Committed)) {
            Runtime.getRuntime().halt(2);
        }
        try {
            out.write((seq + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        append();
    }
}
