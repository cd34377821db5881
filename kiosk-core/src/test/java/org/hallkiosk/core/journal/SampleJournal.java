package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal with a row in each table. {@link #main} writes the file that a release adds to the
 * tests' resources; {@link #assertReadable} is what every later release must read in it.
 */
final class SampleJournal {

    private static final byte[] KEY = {7, 7, 7};
    private static final byte[] STATE = {1, 2, 3};

    private SampleJournal() {}

    /** Writes {@code live/journal.db} under the directory that is given. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (JournalStrand strand = new JournalStrand();
                SqliteJournal journal = open(directory, strand)) {
            Workload.append(strand, journal, 1, 1, 20);
            write(strand, done -> journal.checkpoint(snapshot(), done));
            write(strand, done -> journal.putKey("case 1", KEY, done));
            strand.run(() -> journal.advance("center", new Position(1, 15)));
            Workload.append(strand, journal, 1, 21, 25);
            Workload.append(strand, journal, 2, 1, 3);
        }
    }

    static SqliteJournal open(Path directory, JournalStrand strand) throws IOException {
        return SqliteJournal.open(
                new SqliteJournal.Setup("h1", directory, directory.resolve("backups"), 1),
                strand.strand(),
                health -> {});
    }

    private static Snapshot snapshot() {
        return new Snapshot(new Position(1, 20), STATE);
    }

    private static void write(JournalStrand strand, Consumer<Journal.Done> work) {
        Outcome outcome = strand.await(result -> work.accept(result::accept));
        assertThat(outcome).isEqualTo(new Outcome.Committed());
    }

    static void assertReadable(Journal journal) {
        Recovery recovery = journal.recovery();
        assertThat(recovery.problems()).isEmpty();
        assertThat(recovery.head()).isEqualTo(new Position(2, 3));
        assertThat(recovery.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(Optional.of(snapshot()));
        assertThat(recovery.cursors()).isEqualTo(Map.of("center", new Position(1, 15)));
        assertThat(journal.findKey("case 1").orElseThrow()).isEqualTo(KEY);
        assertThat(journal.read(Position.START, 100)).hasSize(28);
        assertThat(journal.read(new Position(1, 24), 1).getFirst().bytes())
                .isEqualTo(Workload.event(1, 25));
        assertThat(journal.findAnswer("request-2-3").orElseThrow().answer())
                .isEqualTo(Workload.answer(2, 3).answer());
    }
}
