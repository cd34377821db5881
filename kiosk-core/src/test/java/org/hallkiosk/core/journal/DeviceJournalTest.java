package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceJournalTest {

    private static final Outcome COMMITTED = new Outcome.Committed();

    @TempDir private Path directory;
    private final JournalStrand strand = new JournalStrand();
    private DeviceJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = DeviceJournal.open(directory, strand.strand(), health -> {});
    }

    @AfterEach
    void close() {
        journal.close();
        strand.close();
    }

    private void reopen() throws IOException {
        journal.close();
        open();
    }

    private Outcome write(Consumer<Journal.Done> work) {
        return strand.await(result -> work.accept(result::accept));
    }

    private Outcome append(String text) {
        return write(done -> journal.append(text.getBytes(UTF_8), Map.of(), done));
    }

    private List<String> texts() {
        return journal.pending(100).stream().map(n -> new String(n.bytes(), UTF_8)).toList();
    }

    private long seq(int index) {
        return journal.pending(100).get(index).seq();
    }

    private String value(String name) {
        return journal.find(name).map(b -> new String(b, UTF_8)).orElse("none");
    }

    @Test
    void keepsNotesInOrderUntilTheyAreHandedIn() throws IOException {
        append("a");
        append("b");
        append("c");
        reopen();
        assertThat(texts()).containsExactly("a", "b", "c");
        assertThat(journal.pending(2)).hasSize(2);
        assertThat(write(done -> journal.handedIn(seq(1), done)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(write(done -> journal.handedIn(seq(0), done))).isEqualTo(COMMITTED);
        reopen();
        assertThat(texts()).containsExactly("b", "c");
    }

    @Test
    void neverUsesANumberAgain() throws IOException {
        append("a");
        long first = seq(0);
        write(done -> journal.handedIn(first, done));
        reopen();
        append("b");
        assertThat(seq(0)).isGreaterThan(first);
    }

    @Test
    void setsValuesTogetherWithANote() throws IOException {
        Map<String, byte[]> rest = Map.of("block", "701-719".getBytes(UTF_8));
        assertThat(write(done -> journal.append("take".getBytes(UTF_8), rest, done)))
                .isEqualTo(COMMITTED);
        reopen();
        assertThat(value("block")).isEqualTo("701-719");
        write(done -> journal.put(Map.of("block", "702-719".getBytes(UTF_8)), done));
        assertThat(value("block")).isEqualTo("702-719");
        write(done -> journal.remove("block", done));
        assertThat(value("block")).isEqualTo("none");
        assertThat(texts()).containsExactly("take");
    }

    @Test
    void numbersConnectionsAcrossRestarts() throws IOException {
        ConnectionCounter hall = journal.connections("hall");
        assertThat(hall.next()).isEqualTo(1);
        assertThat(hall.next()).isEqualTo(2);
        assertThat(journal.connections("center").next()).isEqualTo(1);
        reopen();
        assertThat(journal.connections("hall").next()).isEqualTo(3);
    }

    @Test
    void numbersNoConnectionWhenItIsClosed() {
        ConnectionCounter hall = journal.connections("hall");
        journal.close();
        assertThatThrownBy(hall::next).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @ExpectLog("Device journal")
    void carriesOverWhatCanBeReadOfADamagedFile() throws IOException {
        for (int i = 0; i < 50; i++) {
            append("note " + i + " " + "x".repeat(200));
        }
        write(done -> journal.put(Map.of("block", "701-719".getBytes(UTF_8)), done));
        long connection = journal.connections("hall").next();
        long last = seq(49);
        journal.close();
        Path database = directory.resolve("live/device.db");
        byte[] bytes = Files.readAllBytes(database);
        int place = new String(bytes, ISO_8859_1).indexOf("note 7 ");
        try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'X'}), place);
        }

        open();

        assertThat(journal.problems()).isNotEmpty();
        assertThat(texts()).hasSize(49).noneMatch(t -> t.startsWith("note 7 "));
        assertThat(value("block")).isEqualTo("701-719");
        assertThat(journal.connections("hall").next()).isGreaterThan(connection);
        append("after");
        assertThat(seq(49)).isGreaterThan(last);
        try (Stream<Path> aside = Files.walk(directory.resolve("aside"))) {
            assertThat(aside.filter(f -> f.endsWith("device.db"))).hasSize(1);
        }
        reopen();
        assertThat(journal.problems()).isEmpty();
    }

    @Test
    @ExpectLog("Device journal")
    void goesOnWithHigherNumbersWhenNothingCanBeRead() throws IOException {
        append("a");
        long first = seq(0);
        long connection = journal.connections("hall").next();
        journal.close();
        Files.write(directory.resolve("live/device.db"), new byte[200]);
        open();
        assertThat(texts()).isEmpty();
        assertThat(journal.connections("hall").next()).isGreaterThan(connection + 1);
        append("b");
        assertThat(seq(0)).isGreaterThan(first);
    }
}
