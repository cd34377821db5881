package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Every schema that was ever released, and the present one. */
    @ParameterizedTest
    @ValueSource(ints = 1)
    void readsTheSampleOfEachRelease(int schema) throws IOException {
        Path place = directory.resolve("sample");
        Files.createDirectories(place.resolve("live"));
        try (InputStream sample =
                getClass().getResourceAsStream("/journal/journal-v" + schema + ".db")) {
            Files.copy(sample, place.resolve("live/journal.db"));
        }
        try (SqliteJournal journal = SampleJournal.open(place, strand)) {
            SampleJournal.assertReadable(journal);
        }
    }

    @Test
    void readsTheSampleOfThePresentSchema() throws IOException {
        Path place = directory.resolve("sample");
        SampleJournal.main(new String[] {place.toString()});
        try (SqliteJournal journal = SampleJournal.open(place, strand)) {
            SampleJournal.assertReadable(journal);
        }
    }

    @Test
    void leavesNothingOfADestroyedKeyInTheFiles() throws IOException {
        close();
        byte[] key = "THE-KEY-THAT-MUST-BE-GONE-AGAIN-".getBytes(StandardCharsets.US_ASCII);
        try (SqliteJournal journal = open()) {
            strand.await((Consumer<Outcome> r) -> journal.putKey("case 1", key, r::accept));
            assertThat(filesHold(key)).isTrue();
            Outcome outcome = strand.await(r -> journal.destroyKey("case 1", r::accept));
            assertThat(outcome).isEqualTo(new Outcome.Committed());
            assertThat(filesHold(key)).isFalse();
        }
    }

    @Test
    void destroysAKeyAsSoonAsNoReaderNeedsTheLog() throws Exception {
        close();
        byte[] key = "THE-KEY-THAT-MUST-BE-GONE-AGAIN-".getBytes(StandardCharsets.US_ASCII);
        try (SqliteJournal journal = open()) {
            strand.await((Consumer<Outcome> r) -> journal.putKey("case 1", key, r::accept));
            BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(1);
            SqliteFile file = JournalSchema.file(data().resolve("live/journal.db"));
            try (Connection reader = file.openReader()) {
                SqliteFile.execute(reader, "BEGIN");
                SqliteFile.number(reader, "SELECT count(*) FROM case_key");
                strand.run(() -> journal.destroyKey("case 1", outcomes::add));
                strand.await((Consumer<Outcome> r) -> journal.append(event(1), r::accept));
                assertThat(outcomes).isEmpty();
            }
            assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Committed());
            assertThat(filesHold(key)).isFalse();
        }
    }

    private boolean filesHold(byte[] text) throws IOException {
        String wanted = new String(text, StandardCharsets.ISO_8859_1);
        for (String name : names(data().resolve("live"))) {
            byte[] bytes = Files.readAllBytes(data().resolve("live").resolve(name));
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void archivesSegmentsIntoFilesOfTheirOwn() throws Exception {
        close();
        try (SqliteJournal journal = open()) {
            for (long seq = 1; seq <= 3; seq++) {
                long number = seq;
                strand.await((Consumer<Outcome> r) -> journal.append(event(number), r::accept));
                Snapshot snapshot = new Snapshot(new Position(1, seq), new byte[10]);
                strand.await((Consumer<Outcome> r) -> journal.checkpoint(snapshot, r::accept));
            }
            archive(journal, Duration.ofDays(180));
            List<String> archived = names(data().resolve("archive"));
            assertThat(archived).hasSize(2);
            assertThat(archived.getLast()).startsWith("segment-00000001-0000000000002-");
            try (Connection segment =
                    JournalSchema.file(data().resolve("archive").resolve(archived.getLast()))
                            .openReader()) {
                assertThat(JournalContents.read(segment).problems()).isEmpty();
                assertThat(SqliteFile.number(segment, "SELECT count(*) FROM event")).isEqualTo(1);
            }
            // Ten days ahead of the present: all that is archived is too old.
            archive(journal, Duration.ofDays(-10));
            assertThat(names(data().resolve("archive"))).isEmpty();
        }
    }

    private void archive(Journal journal, Duration keep) {
        Outcome outcome = strand.await(r -> journal.archive(new Position(1, 3), keep, r::accept));
        assertThat(outcome).isEqualTo(new Outcome.Committed());
    }
}
