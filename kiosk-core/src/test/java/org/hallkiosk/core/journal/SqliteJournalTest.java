package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {

    @TempDir private Path directory;
    private final JournalStrand strand = new JournalStrand();

    @Override
    void tearDown() {
        strand.close();
    }

    @Override
    SqliteJournal open() {
        return open(HALL, 3);
    }

    private SqliteJournal open(String hall, int backupsKept) {
        try {
            return SqliteJournal.open(
                    new SqliteJournal.Setup(hall, data(), backups(), backupsKept),
                    strand.strand(),
                    health -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data() {
        return directory.resolve("journal");
    }

    private Path backups() {
        return directory.resolve("backups");
    }

    @Override
    <T> T await(Consumer<Consumer<T>> work) {
        return strand.await(work);
    }

    @Override
    Journal loseAllSinceBackup(Journal open) {
        strand.run(open::close);
        try {
            Files.write(data().resolve("live/journal.db"), new byte[] {'x'});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open();
    }

    @Override
    @Test
    @ExpectLog("shorter than a header")
    @ExpectLog("was moved to")
    @ExpectLog("was restored")
    void takesNothingAfterARestoreUntilANewEpochIsOpened() {
        super.takesNothingAfterARestoreUntilANewEpochIsOpened();
    }

    private static Batch event(long seq) {
        byte[] bytes = ("event " + seq).getBytes(StandardCharsets.UTF_8);
        return Batch.of(new Position(1, seq), List.of(bytes));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void isOpenOnlyOnce() {
        assertThatThrownBy(() -> open(HALL, 1)).hasMessageContaining("open already");
    }

    @Test
    void keepsTheNewestBackups() throws IOException {
        close();
        try (SqliteJournal journal = open(HALL, 2)) {
            for (long seq = 1; seq <= 4; seq++) {
                long number = seq;
                strand.await((Consumer<Outcome> r) -> journal.append(event(number), r::accept));
                Outcome outcome = strand.await(r -> journal.backup(r::accept));
                assertThat(outcome).isEqualTo(new Outcome.Committed());
            }
        }
        assertThat(names(backups()))
                .containsExactly(
                        "journal-00000001-0000000000003.db", "journal-00000001-0000000000004.db");
    }

    @Test
    void leavesTheJournalOfAnotherHallAlone() {
        close();
        assertThatThrownBy(() -> open("h2", 1)).hasMessageContaining("belongs to the hall h1");
        try (SqliteJournal journal = open()) {
            assertThat(journal.recovery().problems()).isEmpty();
        }
    }
}
