package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.hallkiosk.core.journal.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a collector in the middle of a burst, again and again on the same store. */
class KilledCollectorTest {

    private static final int KILLS = Boolean.getBoolean("hallkiosk.long") ? 50 : 3;
    private static final int KILLS_OF_ONE_STORE = 3;

    /** More than is stored between so many kills. */
    private static final int LENGTH = 10_000;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;

    @Test
    void whatWasAcknowledgedIsThereOnceAndChained() throws Exception {
        TestJournal journal = CollectorProcess.journal(LENGTH);
        Random random = new Random(9);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = folder.resolve("center-" + kill / KILLS_OF_ONE_STORE + ".db");
            if (kill % KILLS_OF_ONE_STORE == 0) {
                acknowledged = 0;
            }
            acknowledged = Math.max(acknowledged, lastAcknowledged(file, 1 + random.nextInt(10)));
            try (CollectorStore store = CollectorStore.open(file, TestJournal.READER)) {
                Position prefix = store.prefix("killed");
                assertThat(prefix).isGreaterThanOrEqualTo(new Position(1, acknowledged));
                assertThat(store.gaps("killed")).isEmpty();
                assertThat(store.alarms("killed", 1)).isEmpty();
                assertThat(store.verify("killed")).isEmpty();
                assertThat(store.epochs("killed"))
                        .containsExactly(
                                new EpochProof(
                                        1,
                                        0,
                                        prefix.seq(),
                                        prefix.seq(),
                                        HexFormat.of().formatHex(journal.hash((int) prefix.seq())),
                                        Position.START));
                acknowledged = prefix.seq();
            }
        }
        assertThat(acknowledged).isPositive();
    }

    /** Starts a process, kills it after so many acknowledgements, and reads what it wrote. */
    private static long lastAcknowledged(Path file, int lines) throws Exception {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CollectorProcess.class.getName(),
                                file.toString(),
                                Integer.toString(LENGTH))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            long acknowledged = 0;
            int read = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith("{")) {
                    continue; // A line of the log.
                }
                acknowledged = seq(line, acknowledged);
                if (++read == lines) {
                    // By its handle: the process's own method would close what is still to be read.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(read).isGreaterThanOrEqualTo(lines);
            return acknowledged;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** The kill may have cut the last line short. */
    private static long seq(String line, long before) {
        try {
            JsonNode ack = JSON.readTree(line);
            return ack.path("seq").asLong(before);
        } catch (IOException cutShort) {
            return before;
        }
    }
}
