package org.hallkiosk.provisioning.center;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.journal.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpretationTest {

    private static final String HALL = "hall-1";
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir Path folder;
    private final TestJournal journal = TestJournal.first(HALL);
    private CollectorStore store;

    @BeforeEach
    void open() throws IOException {
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
        journal.add(new Event.HallConfigured(config()));
        journal.add(new Event.DayOpened(DAY));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
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
                java.util.Map.of());
    }

    private static Instant minute(int n) {
        return TestJournal.MORNING.plus(Duration.ofMinutes(n));
    }

    /** Three tickets served after 2, 4 and 9 minutes, one missed, one withdrawn, one waiting. */
    private void aMorning() {
        int[] waits = {2, 4, 9};
        for (int i = 0; i < waits.length; i++) {
            UUID id = waitingTicket(0, "A00" + (i + 1));
            journal.add(
                    minute(waits[i]),
                    new Event.TicketCalled(id, 3, "1001", UUID.nameUUIDFromBytes(new byte[] {1})));
            journal.add(minute(waits[i] + 1), new Event.TicketStarted(id, 3, "1001"));
            journal.add(minute(waits[i] + 6), new Event.TicketFinished(id, 3, "1001"));
            journal.add(
                    new Event.EvaluationSubmitted(
                            id, 3, "1001", "social", 5 - i, List.of(), null, "pad"));
        }
        UUID missed = waitingTicket(1, "A004");
        journal.add(
                minute(5),
                new Event.TicketCalled(missed, 3, "1001", UUID.nameUUIDFromBytes(new byte[] {2})));
        journal.add(minute(6), new Event.TicketMissed(missed, 3, "1001"));
        UUID withdrawn = journal.take(minute(2), "A005", "social");
        journal.add(
                minute(2),
                new Event.TicketWithdrawn(withdrawn, null, Event.Withdrawal.PRINT_FAILED));
        waitingTicket(3, "A006");
    }

    private UUID waitingTicket(int at, String ticket) {
        UUID id = journal.take(minute(at), ticket, "social");
        journal.add(minute(at), new Event.TicketProved(id, ProofLevel.CUT, true));
        return id;
    }

    private HallFigures figures() throws IOException {
        while (store.interpret(HALL, 7) == 7) {
            // Chunk by chunk, as the collector does.
        }
        return store.figures(HALL, 5);
    }

    private void commitAll() throws IOException {
        store.commit(journal.incoming(1, journal.sent.size()));
    }

    @Test
    void countsTheDay() throws IOException {
        aMorning();
        commitAll();
        HallFigures figures = figures();
        assertThat(figures.name()).isEqualTo("测试县政务大厅");
        assertThat(figures.parked()).isZero();
        DayFigures.Spread waits =
                new DayFigures.Spread(Duration.ofMinutes(4), Duration.ofMinutes(9));
        assertThat(figures.today())
                .contains(
                        new DayFigures(
                                DAY,
                                6,
                                1,
                                4,
                                3,
                                1,
                                1,
                                Optional.of(waits),
                                Optional.of(
                                        new DayFigures.Spread(
                                                Duration.ofMinutes(5), Duration.ofMinutes(5))),
                                List.of(0L, 0L, 1L, 1L, 1L),
                                List.of(
                                        new DayFigures.OfCategory(
                                                "社保", 6, 1, Optional.of(waits)))));
        RecentEvent newest = figures.recent().getFirst();
        assertThat(newest.type()).isEqualTo("TicketProved");
        assertThat(newest.ticket()).contains("A006");
        assertThat(figures.recent()).hasSize(5);
    }

    @Test
    void isTheSameWhenBuiltAnew() throws IOException {
        aMorning();
        commitAll();
        HallFigures before = figures();
        store.reinterpret(HALL);
        assertThat(store.figures(HALL, 5).today()).isEmpty();
        assertThat(figures()).isEqualTo(before);
    }

    @Test
    void parksWhatItCannotReadAndGoesOn() throws IOException {
        journal.addUnknown("TicketTeleported");
        aMorning();
        journal.add(new Event.TicketFinished(new UUID(1, 2), 3, "1001"));
        commitAll();
        HallFigures figures = figures();
        assertThat(figures.parked()).isEqualTo(2);
        assertThat(figures.today().orElseThrow().finished()).isEqualTo(3);
        assertThat(store.prefix(HALL)).isEqualTo(new Position(1, journal.sent.size()));
    }

    @Test
    void takesUpNothingBehindAGap() throws IOException {
        aMorning();
        store.commit(journal.incoming(1, 3));
        store.commit(journal.incoming(5, journal.sent.size()));
        assertThat(figures().today().orElseThrow().taken()).isZero();
        store.commit(journal.incoming(4, 4));
        assertThat(figures().today().orElseThrow().taken()).isEqualTo(6);
    }

    @Test
    void beginsAnewWhenSomethingComesFromBeforeARestore() throws IOException {
        TestJournal second = journal.next(2, 3);
        second.take(minute(1), "A900", "social");
        journal.take(minute(0), "A001", "social");
        store.commit(journal.incoming(1, 3));
        store.commit(second.incoming(1, 2));
        assertThat(figures().today().orElseThrow().taken()).isEqualTo(1);
        store.commit(journal.incoming(4, 4));
        assertThat(figures().today().orElseThrow().taken()).isEqualTo(2);
    }

    @Test
    void closingTheDayEndsWhoStillWaits() throws IOException {
        aMorning();
        journal.add(new Event.DayClosed(DAY, 1));
        commitAll();
        DayFigures day = figures().today().orElseThrow();
        assertThat(day.waiting()).isZero();
        assertThat(day.taken()).isEqualTo(6);
        journal.add(new Event.DayOpened(DAY.plusDays(1)));
        commitAll();
        assertThat(figures().today().orElseThrow().taken()).isZero();
    }
}
