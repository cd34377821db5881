package org.hallkiosk.provisioning.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of business days whose time is over, on the real store. */
class RetentionTest {

    private static final String HALL = "hall-1";
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    /** Nothing of the first day may stay when the fourth has come. */
    private static final Retention TWO_DAYS = new Retention(2, TestJournal.ZONE);

    @TempDir Path folder;
    private final TestJournal journal = TestJournal.first(HALL);

    /** The number of the event that opened each day. */
    private final List<Long> opened = new ArrayList<>();

    private CollectorStore store;

    @BeforeEach
    void open() throws IOException {
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
        journal.add(new Event.HallConfigured(config()));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
    }

    private static HallConfig config() {
        HallConfig empty = HallConfig.empty();
        return new HallConfig(
                1,
                "测试县政务大厅",
                List.of(),
                List.of(new HallConfig.Category("social", "社保", "A", null)),
                List.of(),
                empty.ranges(),
                empty.rules(),
                List.of(),
                Map.of());
    }

    private static LocalDate day(int number) {
        return FIRST.plusDays(number - 1L);
    }

    private static Instant noon(int number) {
        return day(number).atTime(12, 0).atZone(TestJournal.ZONE).toInstant();
    }

    /** A day of the journal: one ticket served and evaluated; a day closes when the next begins. */
    private void happens(TestJournal where, int number) {
        if (!opened.isEmpty()) {
            where.add(noon(number), new Event.DayClosed(day(number - 1), 0));
        }
        opened.add(where.add(noon(number), new Event.DayOpened(day(number))).position().seq());
        UUID id = where.take(noon(number), "A001", "social");
        where.add(noon(number), new Event.TicketProved(id, ProofLevel.CUT, true));
        where.add(
                noon(number).plusSeconds(60L * number),
                new Event.TicketCalled(id, 3, "1001", new UUID(7, number)));
        where.add(noon(number).plusSeconds(300), new Event.TicketStarted(id, 3, "1001"));
        where.add(noon(number).plusSeconds(400), new Event.TicketFinished(id, 3, "1001"));
        where.add(
                noon(number).plusSeconds(420),
                new Event.EvaluationSubmitted(id, 3, "1001", "social", 5, List.of(), null, "pad"));
    }

    /** Days come and are stored at their noon. */
    private void comes(int from, int to) throws IOException {
        for (int number = from; number <= to; number++) {
            long held = journal.sent.size();
            happens(journal, number);
            long first = number == 1 ? 1 : held + 1;
            store.commit(journal.incoming(first, journal.sent.size(), noon(number)));
        }
        interpret();
    }

    private void interpret() throws IOException {
        while (store.interpret(HALL, 100) == 100) {
            // There is more.
        }
    }

    private List<LocalDate> removeAt(Instant now) throws IOException {
        List<LocalDate> days = new ArrayList<>();
        for (Optional<Removal> removed = store.removeOldestDay(HALL, TWO_DAYS, now);
                removed.isPresent();
                removed = store.removeOldestDay(HALL, TWO_DAYS, now)) {
            days.add(removed.get().day());
        }
        return days;
    }

    private long lastOf(int number) {
        return opened.get(number) - 1;
    }

    private void nothingIsMissing(long removed) throws IOException {
        long length = journal.sent.size();
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, length));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.alarms(HALL, 10)).isEmpty();
        assertThat(store.epochs(HALL))
                .containsExactly(
                        new EpochProof(
                                1,
                                removed,
                                length - removed,
                                length,
                                journal.headHash(),
                                Position.START));
    }

    @Test
    void wholeDaysGoWhenTheirTimeIsOverAndStayOnRecordWithTheirHash() throws IOException {
        comes(1, 3);
        assertThat(removeAt(noon(3))).isEmpty();
        nothingIsMissing(0);
        comes(4, 6);
        // The third day was closed, and that came, at noon of the fourth.
        assertThat(removeAt(noon(6))).containsExactly(day(1), day(2));
        nothingIsMissing(lastOf(2));
        assertThat(store.removals(HALL, 10))
                .containsExactly(
                        new Removal(
                                day(2),
                                new Position(1, lastOf(2)),
                                ChainHash.hex(journal.hash((int) lastOf(2))),
                                noon(6)),
                        new Removal(
                                day(1),
                                new Position(1, lastOf(1)),
                                ChainHash.hex(journal.hash((int) lastOf(1))),
                                noon(6)));
        assertThat(store.read(HALL, 1, lastOf(2) + 1, 500))
                .hasSize(journal.sent.size() - (int) lastOf(2));
        assertThat(store.read(HALL, 1, lastOf(2), 500)).as("removed").isEmpty();
        assertThat(store.read(HALL, 1, 1, 500)).as("removed").isEmpty();
    }

    @Test
    void whatWasRemovedIsAcknowledgedAndNotStoredAgainAlsoAfterARestart() throws IOException {
        comes(1, 5);
        assertThat(removeAt(noon(5))).containsExactly(day(1));
        reopen();
        Commit again = store.commit(journal.incoming(1, journal.sent.size(), noon(5)));
        assertThat(again.stored()).isZero();
        assertThat(again.repeated()).isEqualTo(journal.sent.size());
        assertThat(again.prefixes()).containsEntry(HALL, new Position(1, journal.sent.size()));
        nothingIsMissing(lastOf(1));
        comes(6, 6);
        reopen();
        assertThat(removeAt(noon(6))).containsExactly(day(2));
        nothingIsMissing(lastOf(2));
        // What is held is guarded as ever: a byte that changed on the hall's disk is seen.
        journal.tamper(lastOf(2) + 2);
        assertThat(store.commit(journal.incoming(1, journal.sent.size(), noon(6))).alarms())
                .isNotEmpty()
                .containsOnly(HALL);
    }

    @Test
    void aMissingEventBehindWhatWasRemovedIsAGapAsEver() throws IOException {
        comes(1, 5);
        removeAt(noon(5));
        journal.addSome();
        journal.addSome();
        long last = journal.sent.size();
        store.commit(journal.incoming(last, last, noon(5)));
        assertThat(store.gaps(HALL)).containsExactly(new Gap(1, last - 1, last - 1));
        store.commit(journal.incoming(last - 1, last - 1, noon(5)));
        nothingIsMissing(lastOf(1));
    }

    @Test
    void nothingGoesThatHasAGapBeforeItOrCameTooLate() throws IOException {
        for (int number = 1; number <= 5; number++) {
            happens(journal, number);
        }
        long length = journal.sent.size();
        store.commit(journal.incoming(1, 4, noon(1)));
        store.commit(journal.incoming(6, length, noon(1)));
        interpret();
        assertThat(removeAt(noon(5))).as("what is not chained is not acknowledged").isEmpty();
        // The hall says that these are days long ago; the center got this one only now.
        store.commit(journal.incoming(5, 5, noon(5)));
        interpret();
        assertThat(removeAt(noon(5))).isEmpty();
        assertThat(removeAt(noon(7))).as("the hall has not come further").isEmpty();
        nothingIsMissing(0);
        comes(6, 8);
        assertThat(removeAt(noon(8))).containsExactly(day(1), day(2), day(3), day(4));
        nothingIsMissing(lastOf(4));
    }

    @Test
    void aClockThatRunsAheadAloneRemovesNothing() throws IOException {
        comes(1, 3);
        assertThat(removeAt(noon(3).plus(Duration.ofDays(3650)))).isEmpty();
        nothingIsMissing(0);
    }

    @Test
    void thePagesForgetTheRemovedDaysAndKeepTheOthers() throws IOException {
        comes(1, 5);
        HallFigures before = store.figures(HALL, 5);
        assertThat(before.parked()).isZero();
        assertThat(removeAt(noon(5))).containsExactly(day(1));
        assertThat(store.figures(HALL, 5)).isEqualTo(before);
        reopen();
        // What the events mean can still be built anew; names that removed events told stay.
        store.reinterpret(HALL);
        interpret();
        assertThat(store.figures(HALL, 5)).isEqualTo(before);
        assertThat(before.name()).isEqualTo("测试县政务大厅");
        assertThat(before.today().orElseThrow().categories().getFirst().name()).isEqualTo("社保");
        comes(6, 6);
        assertThat(removeAt(noon(6))).containsExactly(day(2));
        assertThat(store.figures(HALL, 500).recent())
                .hasSize(journal.sent.size() - (int) lastOf(2))
                .allMatch(event -> event.position().seq() > lastOf(2))
                .noneMatch(event -> event.type().isEmpty());
    }

    @Test
    void aDayThatLiesInTwoEpochsGoesWhole() throws IOException {
        comes(1, 2);
        long end = journal.sent.size();
        TestJournal second = journal.next(2, end);
        store.commit(second.incoming(1, 1, noon(2)));
        for (int number = 3; number <= 6; number++) {
            long held = second.sent.size();
            happens(second, number);
            store.commit(second.incoming(held + 1, second.sent.size(), noon(number)));
        }
        interpret();
        assertThat(removeAt(noon(6))).containsExactly(day(1), day(2));
        assertThat(store.removals(HALL, 10))
                .extracting(Removal::last)
                .containsExactly(new Position(2, lastOf(2)), new Position(1, lastOf(1)));
        reopen();
        assertThat(store.epochs(HALL))
                .extracting(EpochProof::removed, EpochProof::stored, EpochProof::head)
                .containsExactly(
                        tuple(end, 0L, end),
                        tuple(
                                lastOf(2),
                                second.sent.size() - lastOf(2),
                                (long) second.sent.size()));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.commit(journal.incoming(1, end, noon(6))).stored()).isZero();
        assertThat(store.commit(second.incoming(1, 3, noon(6))).stored()).isZero();
        // A hall that was restored goes on from the end of what was removed, or from its midst.
        TestJournal third = journal.next(3, end);
        store.commit(third.incoming(1, 1, noon(6)));
        TestJournal fourth = journal.next(4, end - 3);
        store.commit(fourth.incoming(1, 1, noon(6)));
        assertThat(store.prefix(HALL)).isEqualTo(new Position(4, 1));
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.verify(HALL)).isEmpty();
        assertThat(store.alarms(HALL, 10)).isEmpty();
    }

    @Test
    void whatWasKeptAsideGoesWithTheDayItIsAbout() throws IOException {
        comes(1, 2);
        store.commit(
                List.of(
                        new Incoming.Unnumbered(HALL, new byte[] {1}, "no number", noon(2)),
                        TestJournal.incoming(
                                HALL,
                                new TestJournal.Sent(
                                        new Position(1, 2),
                                        journal.at(2).bytes(),
                                        new byte[ChainHash.LENGTH]),
                                noon(2))));
        assertThat(store.alarms(HALL, 10)).hasSize(1);
        assertThat(store.malformed(HALL)).isEqualTo(1);
        comes(3, 6);
        removeAt(noon(6));
        // The one that follows sees what the one before has removed.
        removeAt(noon(6).plus(Duration.ofDays(1)));
        assertThat(store.alarms(HALL, 10)).isEmpty();
        assertThat(store.malformed(HALL)).isZero();
    }

    /** Makes the first day a large one, and lets its time be over. */
    private long fileOfALargeDay() throws IOException {
        for (int i = 0; i < 100; i++) {
            journal.addUnknown("Large" + "!".repeat(40_000));
        }
        comes(1, 5);
        reopen();
        return Files.size(folder.resolve("center.db"));
    }

    @Test
    void theSpaceOfRemovedDaysIsGivenBackInSteps() throws IOException {
        long before = fileOfALargeDay();
        assertThat(store.shrink()).as("nothing was removed yet").isFalse();
        assertThat(removeAt(noon(5))).containsExactly(day(1));
        int steps = 0;
        while (store.shrink()) {
            steps++;
        }
        // 4 MB in steps of 1 MiB, but for a tenth of what is left.
        assertThat(steps).isBetween(3, 4);
        nothingIsMissing(lastOf(1));
        reopen();
        assertThat(Files.size(folder.resolve("center.db"))).isLessThan(before / 4);
        assertThat(store.shrink()).isFalse();
        comes(6, 6);
        nothingIsMissing(lastOf(1));
    }

    @Test
    void aFileThatWasMadeOtherwiseKeepsItsSizeAndIsFilledAgain() throws Exception {
        fileOfALargeDay();
        store.close();
        Path file = folder.resolve("center.db");
        try (Connection direct = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = direct.createStatement()) {
            statement.executeUpdate("PRAGMA auto_vacuum = NONE");
            statement.executeUpdate("VACUUM");
        }
        long before = Files.size(file);
        store = CollectorStore.open(file, TestJournal.READER);
        assertThat(removeAt(noon(5))).containsExactly(day(1));
        assertThat(store.shrink()).isFalse();
        long held = journal.sent.size();
        for (int i = 0; i < 90; i++) {
            journal.addUnknown("Large" + "!".repeat(40_000));
        }
        store.commit(journal.incoming(held + 1, journal.sent.size(), noon(6)));
        reopen();
        assertThat(Files.size(file)).isEqualTo(before);
        nothingIsMissing(lastOf(1));
    }
}
