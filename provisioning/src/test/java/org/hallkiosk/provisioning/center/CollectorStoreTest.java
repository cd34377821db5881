package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorStoreTest {

    private static final String HALL = "hall-1";

    @TempDir Path folder;
    private final TestJournal journal = TestJournal.first(HALL);
    private CollectorStore store;

    @BeforeEach
    void open() throws IOException {
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
        for (int i = 0; i < 9; i++) {
            journal.addSome();
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
    }

    @Test
    void holdsEachEventOnceAndTheAnchor() throws IOException {
        assertThat(store.commit(journal.incoming(1, 10)).stored()).isEqualTo(10);
        Commit again = store.commit(journal.incoming(4, 10));
        assertThat(again.stored()).isZero();
        assertThat(again.repeated()).isEqualTo(7);
        assertThat(again.alarms()).isEmpty();
        assertThat(again.prefixes()).containsEntry(HALL, new Position(1, 10));
        reopen();
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
        assertThat(store.epochs(HALL))
                .containsExactly(new EpochProof(1, 0, 10, 10, journal.headHash(), Position.START));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.halls()).containsExactly(HALL);
    }

    @Test
    void acknowledgesOnlyWhatHasNoGap() throws IOException {
        List<Incoming> shuffled = new ArrayList<>(journal.incoming(3, 10));
        Collections.shuffle(shuffled, new Random(7));
        store.commit(shuffled);
        assertThat(store.prefix(HALL)).isEqualTo(Position.START);
        assertThat(store.gaps(HALL)).containsExactly(new Gap(1, 1, 2));
        store.commit(journal.incoming(1, 1));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 1));
        assertThat(store.gaps(HALL)).containsExactly(new Gap(1, 2, 2));
        store.commit(journal.incoming(2, 2));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.epochs(HALL).getFirst().hash()).isEqualTo(journal.headHash());
        assertThat(store.alarms(HALL, 10)).isEmpty();
    }

    @Test
    void aGapThatTheHallCanNeverFillIsAcceptedAndStaysOnRecord() throws IOException {
        store.commit(journal.incoming(1, 3));
        store.commit(journal.incoming(6, 10));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 3));
        Gap gap = new Gap(1, 4, 5);
        assertThat(store.gaps(HALL)).containsExactly(gap);
        assertThat(store.acceptGap(HALL, new Gap(1, 4, 4), "T1", TestJournal.MORNING)).isEmpty();
        assertThat(store.acceptGap(HALL, gap, "T1", TestJournal.MORNING))
                .contains(new Position(1, 10));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.acceptGap(HALL, gap, "T1", TestJournal.MORNING)).isEmpty();
        reopen();
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
        assertThat(store.epochs(HALL).getFirst().hash()).isEqualTo(journal.headHash());
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.alarms(HALL, 10)).isEmpty();
        journal.addSome();
        store.commit(journal.incoming(11, 11));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 11));
        // Behind it the chain is guarded as ever.
        journal.tamper(8);
        journal.addSome();
        assertThat(store.commit(journal.incoming(12, 12)).alarms()).containsExactly(HALL);
    }

    @Test
    @ExpectLog("is damaged")
    void aDamagedStoreIsMovedAsideAndFilledAgain() throws IOException {
        store.commit(journal.incoming(1, 10));
        store.close();
        Path file = folder.resolve("center.db");
        Files.write(file, new byte[100], StandardOpenOption.WRITE);
        store = CollectorStore.openOrReplace(file, TestJournal.READER, TestJournal.MORNING);
        assertThat(store.halls()).isEmpty();
        try (var aside = Files.walk(folder.resolve("aside"))) {
            assertThat(aside.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
                    .contains("center.db");
        }
        assertThat(store.commit(journal.incoming(9, 10)).prefixes())
                .containsEntry(HALL, Position.START);
        store.commit(journal.incoming(1, 10));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
    }

    @Test
    void keepsOtherBytesUnderTheSameNumberAsideAndRaisesAnAlarm() throws IOException {
        store.commit(journal.incoming(1, 10));
        byte[] before = store.read(HALL, 1, 5, 1).getFirst().bytes();
        journal.tamper(5);
        Commit commit = store.commit(journal.incoming(5, 5));
        assertThat(commit.alarms()).containsExactly(HALL);
        assertThat(commit.prefixes()).containsEntry(HALL, new Position(1, 10));
        assertThat(store.commit(journal.incoming(5, 5)).alarms()).isEmpty();
        assertThat(store.alarms(HALL, 10))
                .containsExactly(
                        new Alarm(
                                HALL,
                                new Position(1, 5),
                                Alarm.Kind.OTHER_BYTES,
                                TestJournal.MORNING));
        assertThat(store.read(HALL, 1, 5, 1).getFirst().bytes()).isEqualTo(before);
    }

    @Test
    void noticesAJournalThatWasChangedAndChainedAnew() throws IOException {
        store.commit(journal.incoming(1, 10));
        journal.tamper(3);
        journal.addSome();
        journal.addSome();
        Commit commit = store.commit(journal.incoming(11, 12));
        assertThat(commit.stored()).isEqualTo(2);
        assertThat(commit.prefixes()).containsEntry(HALL, new Position(1, 12));
        assertThat(store.alarms(HALL, 10))
                .containsExactly(
                        new Alarm(
                                HALL,
                                new Position(1, 11),
                                Alarm.Kind.BROKEN_CHAIN,
                                TestJournal.MORNING));
        assertThat(store.epochs(HALL).getFirst().hash()).isNotEqualTo(journal.headHash());
        // The center's own chain over what it holds is in order.
        assertThat(store.verify(HALL)).isEmpty();
    }

    @Test
    void noticesTheSameBytesUnderAnotherHash() throws IOException {
        store.commit(journal.incoming(1, 10));
        journal.tamper(3);
        store.commit(journal.incoming(8, 8));
        assertThat(store.alarms(HALL, 10))
                .extracting(Alarm::kind)
                .containsExactly(Alarm.Kind.BROKEN_CHAIN);
    }

    @Test
    void noticesAMissingHash() throws IOException {
        Incoming.Numbered event = journal.incoming(journal.at(1));
        store.commit(
                List.of(
                        new Incoming.Numbered(
                                HALL,
                                event.envelope(),
                                event.bytes(),
                                java.util.Optional.empty(),
                                event.at())));
        assertThat(store.alarms(HALL, 10))
                .extracting(Alarm::kind)
                .containsExactly(Alarm.Kind.BROKEN_CHAIN);
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 1));
    }

    @Test
    void aNewEpochGoesOnAfterWhatTheHallStillHad() throws IOException {
        store.commit(journal.incoming(1, 10));
        TestJournal second = journal.next(2, 6);
        second.addSome();
        store.commit(second.incoming(1, 2));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(2, 2));
        assertThat(store.alarms(HALL, 10)).isEmpty();
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.epochs(HALL).getLast())
                .isEqualTo(new EpochProof(2, 0, 2, 2, second.headHash(), new Position(1, 6)));
    }

    @Test
    void aNewEpochWaitsForWhatItContinues() throws IOException {
        TestJournal second = journal.next(2, 8);
        second.addSome();
        store.commit(journal.incoming(1, 5));
        store.commit(second.incoming(1, 2));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 5));
        assertThat(store.gaps(HALL)).containsExactly(new Gap(1, 6, 8));
        reopen();
        store.commit(journal.incoming(6, 8));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(2, 2));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.alarms(HALL, 10)).isEmpty();
    }

    @Test
    void aNewEpochThatContinuesAnotherHistoryIsAnAlarm() throws IOException {
        store.commit(journal.incoming(1, 10));
        journal.tamper(4);
        TestJournal second = journal.next(2, 10);
        store.commit(second.incoming(1, 1));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(2, 1));
        assertThat(store.alarms(HALL, 10))
                .extracting(Alarm::position)
                .containsExactly(new Position(2, 1));
    }

    @Test
    void hallsDoNotMix() throws IOException {
        TestJournal other = TestJournal.first("hall-2");
        List<Incoming> both = new ArrayList<>(journal.incoming(1, 3));
        both.addAll(other.incoming(1, 1));
        Commit commit = store.commit(both);
        assertThat(commit.prefixes())
                .containsEntry(HALL, new Position(1, 3))
                .containsEntry("hall-2", new Position(1, 1));
        assertThat(store.read("hall-2", 1, 1, 10)).hasSize(1);
    }

    @Test
    void readsWhatItHoldsInOrderUpToAGap() throws IOException {
        store.commit(journal.incoming(1, 6));
        store.commit(journal.incoming(8, 10));
        assertThat(store.read(HALL, 1, 4, 100))
                .extracting(event -> event.position().seq())
                .containsExactly(4L, 5L, 6L);
        StoredEvent sixth = store.read(HALL, 1, 6, 1).getFirst();
        assertThat(sixth.bytes()).isEqualTo(journal.at(6).bytes());
        assertThat(sixth.hash())
                .isEqualTo(java.util.HexFormat.of().formatHex(journal.at(6).hash()));
        assertThat(store.read(HALL, 2, 1, 100)).isEmpty();
    }

    @Test
    void keepsMalformedMessagesAsideButNotForEver() throws IOException {
        List<Incoming> junk = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            junk.add(
                    new Incoming.Unnumbered(
                            HALL, ("junk" + i).getBytes(UTF_8), "not JSON", TestJournal.MORNING));
        }
        assertThat(store.commit(junk).malformed()).isEqualTo(1100);
        assertThat(store.malformed(HALL)).isEqualTo(1000);
        assertThat(store.prefix(HALL)).isEqualTo(Position.START);
    }

    @Test
    void findsAByteChangedInItsOwnFile() throws Exception {
        store.commit(journal.incoming(1, 10));
        store.close();
        try (Connection direct =
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("center.db"))) {
            direct.createStatement()
                    .executeUpdate(
                            "UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), 'true',"
                                    + " 'tRue') AS BLOB) WHERE seq = 7");
        }
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
        assertThat(store.verify(HALL)).containsExactly(new Position(1, 7));
    }

    @Test
    void refusesADamagedFileAndLeavesItAsItIs() throws IOException {
        store.commit(journal.incoming(1, 10));
        store.close();
        Path file = folder.resolve("center.db");
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 0x55;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> CollectorStore.open(file, TestJournal.READER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        bytes[3] ^= 0x55;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        store = CollectorStore.open(file, TestJournal.READER);
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
    }

    /** Any order, repeats and batch sizes end in the same: everything once, one chain, no gap. */
    @Test
    void anyOrderEndsTheSame() throws IOException {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 500 : 20;
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round);
            String hall = "random-" + round;
            TestJournal first = TestJournal.first(hall);
            int length = 5 + random.nextInt(60);
            for (int i = 0; i < length; i++) {
                first.addSome();
            }
            TestJournal second = first.next(2, 1 + random.nextInt(length));
            for (int i = random.nextInt(20); i > 0; i--) {
                second.addSome();
            }
            List<Incoming> all = new ArrayList<>();
            for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
                all.addAll(first.incoming(1, first.sent.size()));
                all.addAll(second.incoming(1, second.sent.size()));
            }
            Collections.shuffle(all, random);
            Position reached = Position.START;
            while (!all.isEmpty()) {
                List<Incoming> batch = all.subList(0, Math.min(all.size(), 1 + random.nextInt(9)));
                Position prefix = store.commit(List.copyOf(batch)).prefixes().get(hall);
                assertThat(prefix).isGreaterThanOrEqualTo(reached);
                reached = prefix;
                batch.clear();
            }
            assertThat(reached).isEqualTo(new Position(2, second.sent.size()));
            assertThat(store.gaps(hall)).isEmpty();
            assertThat(store.alarms(hall, 10)).isEmpty();
            assertThat(store.verify(hall)).isEmpty();
            assertThat(store.epochs(hall))
                    .extracting(EpochProof::hash)
                    .containsExactly(first.headHash(), second.headHash());
        }
    }
}
