package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY.md T5: damage of every kind, done to the files of a journal that was cut off in the
 * middle of its work, is found at the next opening, or did no harm.
 */
class JournalDamageTest {

    private static final long IN_BACKUP = 60;
    private static final long ALL = 90;
    private static final int FLIPS = Boolean.getBoolean("hallkiosk.long") ? 2000 : 60;

    @TempDir private Path directory;
    private final JournalStrand strand = new JournalStrand();
    private Path original;
    private int copies;

    /**
     * Makes the files as a killed process leaves them: a database, a log and what belongs to it.
     */
    @BeforeEach
    void makeFiles() throws IOException {
        original = directory.resolve("original");
        try (SqliteJournal journal = open(original)) {
            Workload.append(strand, journal, 1, 1, IN_BACKUP);
            Snapshot snapshot = new Snapshot(new Position(1, IN_BACKUP), new byte[5000]);
            write(done -> journal.checkpoint(snapshot, done));
            write(done -> journal.putKey("case 1", new byte[32], done));
            makeFreePages(journal);
            write(journal::backup);
        }
        try (SqliteJournal journal = open(original)) {
            // Several commits, so that a log can be cut off between them.
            for (long seq = IN_BACKUP + 1; seq <= ALL; seq++) {
                Workload.append(strand, journal, 1, seq, seq);
            }
            copy(original, directory.resolve("killed"));
        }
        original = directory.resolve("killed");
    }

    /** Pages that were used and are free: a free list, of which damage can be found too. */
    private void makeFreePages(Journal journal) {
        for (int i = 0; i < 40; i++) {
            StoredAnswer old =
                    new StoredAnswer(
                            "old-" + i,
                            "dispenser",
                            "ticket.take",
                            new byte[32],
                            new byte[6000],
                            Workload.DAY.minusDays(1));
            Batch batch = new Batch(Position.START, List.of(), Optional.of(old));
            write(done -> journal.append(batch, done));
        }
        write(done -> journal.dropAnswers(Workload.DAY, done));
    }

    @AfterEach
    void closeStrand() {
        strand.close();
    }

    private SqliteJournal open(Path place) throws IOException {
        return SqliteJournal.open(
                new SqliteJournal.Setup("h1", place.resolve("data"), place.resolve("backups"), 3),
                strand.strand(),
                health -> {});
    }

    private void write(Consumer<Journal.Done> work) {
        Outcome outcome = strand.await(result -> work.accept(result::accept));
        assertThat(outcome).isEqualTo(new Outcome.Committed());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private Path freshCopy() throws IOException {
        Path copy = directory.resolve("copy-" + copies++);
        copy(original, copy);
        return copy;
    }

    private static Path database(Path place) {
        return place.resolve("data/live/journal.db");
    }

    private static Path log(Path place) {
        return place.resolve("data/live/journal.db-wal");
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
            channel.write(one, at);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private List<String> asideFiles(Path place) throws IOException {
        try (Stream<Path> tree = Files.walk(place.resolve("data/aside"))) {
            return tree.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /**
     * Opens the copy and asserts the one thing that must never fail: nothing wrong is taken for
     * right.
     */
    private boolean assertFoundOrHarmless(Path place, String what) throws IOException {
        List<byte[]> before = contents(place);
        try (SqliteJournal journal = open(place)) {
            Recovery recovery = journal.recovery();
            assertThat(recovery.head().epoch()).as(what).isEqualTo(1);
            long head = recovery.head().seq();
            Workload.assertHolds(journal, 1, head);
            if (!recovery.restored()) {
                assertThat(head).as(what).isEqualTo(ALL);
                assertThat(recovery.problems()).as(what).isEmpty();
                return false;
            }
            assertThat(head).as(what).isBetween(IN_BACKUP, ALL);
            assertThat(recovery.problems()).as(what).isNotEmpty();
            assertThat(recovery.greatestEpoch()).as(what).isEqualTo(1);
            assertThat(recovery.snapshot().orElseThrow().position())
                    .as(what)
                    .isEqualTo(new Position(1, IN_BACKUP));
            assertThat(asideContents(place)).as(what).containsAll(before);
            // The hall goes on.
            Workload.append(strand, journal, 2, 1, 3);
        }
        try (SqliteJournal journal = open(place)) {
            assertThat(journal.recovery().restored()).as(what).isFalse();
            assertThat(journal.recovery().head()).as(what).isEqualTo(new Position(2, 3));
            return true;
        }
    }

    private static List<byte[]> contents(Path place) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (Path file : List.of(database(place), log(place))) {
            if (Files.exists(file)) {
                all.add(Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static List<byte[]> asideContents(Path place) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(place.resolve("data/aside"))) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                all.add(Files.readAllBytes(file));
            }
        }
        return all;
    }

    @Test
    void isWholeWhenNothingWasDamaged() throws IOException {
        assertThat(assertFoundOrHarmless(freshCopy(), "nothing")).isFalse();
    }

    @Test
    @ExpectLog("Journal: ")
    void findsDamageToTheHeaderByte() throws IOException {
        Random random = new Random(5);
        int found = 0;
        for (int at = 0; at < 100; at += Boolean.getBoolean("hallkiosk.long") ? 1 : 7) {
            Path place = freshCopy();
            flip(database(place), at, random.nextInt(8));
            found += assertFoundOrHarmless(place, "header byte " + at) ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @Test
    @ExpectLog("Journal: ")
    void findsDamageToAnyByte() throws IOException {
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < FLIPS; i++) {
            Path place = freshCopy();
            Path file = random.nextInt(4) == 0 ? log(place) : database(place);
            long at = random.nextLong(Files.size(file));
            int bit = random.nextInt(8);
            flip(file, at, bit);
            String what = file.getFileName() + " byte " + at + " bit " + bit;
            found += assertFoundOrHarmless(place, what) ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @Test
    @ExpectLog("Journal: ")
    void findsDamageToTheFreeList() throws IOException {
        Random random = new Random(8);
        // Of a journal that was closed in order: with a log, its pages would stand for these.
        original = directory.resolve("original");
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(database(original)));
        // The first trunk page of the free list (sqlite.org/fileformat2.html §1.3, offset 32).
        int trunk = header.getInt(32);
        assertThat(trunk).isPositive();
        int found = 0;
        for (int i = 0; i < 8; i++) {
            Path place = freshCopy();
            // The next trunk, how many leaves, and their numbers.
            long at = (trunk - 1) * 4096L + random.nextInt(16);
            flip(database(place), at, random.nextInt(8));
            found += assertFoundOrHarmless(place, "free list byte " + at) ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @Test
    @ExpectLog("but 1/90 was committed")
    @ExpectLog("was moved to")
    @ExpectLog("was restored")
    void findsALogThatWasCutOff() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < 6; i++) {
            Path place = freshCopy();
            truncate(log(place), i == 0 ? 0 : random.nextLong(Files.size(log(place))));
            assertThat(assertFoundOrHarmless(place, "log cut off")).isTrue();
            assertThat(asideFiles(place)).contains("journal.db", "journal.db-wal");
        }
    }

    @Test
    void bearsTheLossOfTheSharedMemory() throws IOException {
        Path place = freshCopy();
        Files.delete(place.resolve("data/live/journal.db-shm"));
        assertThat(assertFoundOrHarmless(place, "-shm")).isFalse();
    }

    @Test
    @ExpectLog("without its database")
    @ExpectLog("was moved to")
    @ExpectLog("was restored")
    void bearsTheLossOfTheDatabase() throws IOException {
        Path place = freshCopy();
        Files.delete(database(place));
        assertThat(assertFoundOrHarmless(place, "database")).isTrue();
    }

    @Test
    @ExpectLog("The journal is missing")
    @ExpectLog("was restored")
    void bearsTheLossOfTheWholeDirectory() throws IOException {
        Path place = freshCopy();
        try (Stream<Path> files = Files.list(place.resolve("data/live"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(place.resolve("data/live"));
        Files.delete(place.resolve("data/mark"));
        assertThat(assertFoundOrHarmless(place, "everything but the backups")).isTrue();
    }

    @Test
    @ExpectLog("Journal: ")
    void beginsEmptyInANewEpochWhenThereIsNoGoodCopy() throws IOException {
        Path place = freshCopy();
        flip(database(place), 0, 0);
        try (Stream<Path> files = Files.list(place.resolve("backups"))) {
            for (Path file : files.toList()) {
                truncate(file, 5000);
            }
        }
        try (SqliteJournal journal = open(place)) {
            assertThat(journal.recovery().restored()).isTrue();
            assertThat(journal.recovery().head()).isEqualTo(Position.START);
            assertThat(journal.recovery().greatestEpoch()).isEqualTo(1);
            assertThat(strand.<Outcome>await(r -> journal.append(Workload.batch(1, 1), r::accept)))
                    .isInstanceOf(Outcome.Refused.class);
            Workload.append(strand, journal, 2, 1, 5);
        }
        assertThat(asideFiles(place)).contains("journal.db", "journal.db-wal");
    }

    @Test
    @ExpectLog("Journal: ")
    void remembersTheNewEpochAcrossACrashInTheRestore() throws IOException {
        Path place = freshCopy();
        // As if it had died after the damaged files were moved aside.
        Files.move(place.resolve("data/live"), place.resolve("data/aside/20261121T000000.000Z"));
        Files.createDirectories(place.resolve("data/restoring/0"));
        Files.write(place.resolve("data/restoring/0/journal.db"), new byte[100]);
        try (SqliteJournal journal = open(place)) {
            assertThat(journal.recovery().restored()).isTrue();
            assertThat(journal.recovery().head()).isEqualTo(new Position(1, ALL));
        }
        try (SqliteJournal journal = open(place)) {
            assertThat(journal.recovery().restored()).isTrue();
            Workload.append(strand, journal, 2, 1, 1);
        }
        assertThat(Files.exists(place.resolve("data/restoring"))).isFalse();
    }

    @Test
    @ExpectLog("Journal: ")
    void findsOneChangedByteOfAnEventWhoseLaterHashesFit() throws Exception {
        // Only the center can find a chain that was recomputed as a whole (EVENTS.md 2); here one
        // event is changed, and the hash of this event with it.
        Path place = freshCopy();
        byte[] changed = Workload.event(1, 10);
        changed[3] ^= 1;
        SqliteFile file = JournalSchema.file(database(place));
        try (var connection = file.openWriter();
                var update =
                        connection.prepareStatement(
                                "UPDATE event SET bytes = ?, hash = ? WHERE position = ?")) {
            byte[] before = ChainHash.start("h1");
            for (long seq = 1; seq < 10; seq++) {
                before = ChainHash.next(before, Workload.event(1, seq));
            }
            update.setBytes(1, changed);
            update.setBytes(2, ChainHash.next(before, changed));
            update.setLong(3, new Position(1, 10).toNumber());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        assertThat(assertFoundOrHarmless(place, "event 10")).isTrue();
    }
}
