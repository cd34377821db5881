package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, once, however the process is killed. */
class JournalCrashTest {

    private static final int ROUNDS = Boolean.getBoolean("hallkiosk.long") ? 1000 : 6;
    private static final int ROUNDS_ON_ONE_JOURNAL = 20;

    @TempDir private Path directory;

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilled() throws IOException, InterruptedException {
        Random random = new Random(11);
        long kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path place = directory.resolve("journal-" + round / ROUNDS_ON_ONE_JOURNAL);
            if (round % ROUNDS_ON_ONE_JOURNAL == 0) {
                kept = 0;
            }
            long acknowledged = killAfter(place, 1 + random.nextInt(300));
            assertThat(acknowledged).isGreaterThan(kept);
            kept = assertWhole(place, acknowledged);
        }
    }

    /** Lets the writer go on until so many lines came, kills it, and tells the last number. */
    private static long killAfter(Path place, int lines) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashWriter.class.getName(),
                                place.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long last = 0;
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                last = number(reader.readLine(), last);
            }
            // By its handle: the process would close its streams, and what it wrote would be lost.
            process.toHandle().destroyForcibly();
            // What it wrote before it died counts too; the last line may be cut.
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line.equals(Long.toString(last + 1)) ? last + 1 : last;
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return last;
    }

    private static long number(String line, long last) {
        assertThat(line).as("a line of the writer").isNotNull();
        long number = Long.parseLong(line);
        assertThat(last == 0 || number == last + 1).as("in order: %s", line).isTrue();
        return number;
    }

    private static long assertWhole(Path place, long acknowledged) throws IOException {
        try (JournalStrand strand = new JournalStrand();
                SqliteJournal journal =
                        SqliteJournal.open(
                                CrashWriter.setup(place), strand.strand(), health -> {})) {
            // Opening has checked the structure and the chain.
            assertThat(journal.recovery().problems()).isEmpty();
            assertThat(journal.recovery().restored()).isFalse();
            long head = journal.recovery().head().seq();
            assertThat(head).isGreaterThanOrEqualTo(acknowledged);
            Workload.assertHolds(journal, 1, head);
            return head;
        }
    }
}
