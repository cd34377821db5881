package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hallkiosk.core.domain.TestHall.D1;
import static org.hallkiosk.core.domain.TestHall.D2;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;
import static org.hallkiosk.core.domain.TestHall.W1;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks, adoption and handing in, rule by rule (TICKET.md, offline, handing in). */
class OfflineRulesTest {

    private final TestHall hall = TestHall.busy();
    private Answer.BlockGiven block = lease(D1, "A", 20);

    @BeforeEach
    void later() {
        hall.pass(Duration.ofMinutes(30));
    }

    private Answer.BlockGiven lease(Actor device, String category, int size) {
        return (Answer.BlockGiven) hall.done(device, new Command.BlockLease(category, size));
    }

    private Command.TicketAdopt adopt(UUID take, String ticket, @Nullable Long agoMillis) {
        return adopt(take, ticket, Priority.NONE, agoMillis);
    }

    private Command.TicketAdopt adopt(
            UUID take, String ticket, Priority priority, @Nullable Long agoMillis) {
        return new Command.TicketAdopt(
                take,
                block.block(),
                block.epoch(),
                ticket,
                "A",
                priority,
                hall.now.minusSeconds(100),
                agoMillis);
    }

    private UUID adopted(Command.TicketAdopt command) {
        return ((Answer.TicketGiven) hall.done(D1, command)).ticketId();
    }

    @Test
    void blocksNeverOverlap() {
        assertThat(block.from()).isEqualTo(700);
        assertThat(block.to()).isEqualTo(719);
        assertThat(block.day()).isEqualTo(hall.today());
        assertThat(block.epoch()).isEqualTo(1);
        assertThat(lease(D2, "A", 50)).extracting("from", "to").containsExactly(720, 769);
        assertThat(lease(D1, "B", 5)).extracting("from", "to").containsExactly(700, 704);
        assertThat(lease(D1, "A", 500)).extracting("from", "to").containsExactly(770, 899);
        assertThat(hall.refused(D1, new Command.BlockLease("A", 1)))
                .isEqualTo(RefusalCode.NUMBERS_EXHAUSTED);
        assertThat(hall.refused(D1, new Command.BlockLease("B", 0)))
                .isEqualTo(RefusalCode.BAD_REQUEST);
    }

    @Test
    void anAdoptedTicketQueuesByItsTimeOfTake() {
        hall.pass(Duration.ofMinutes(5));
        UUID early = hall.waits("A");
        hall.pass(Duration.ofMinutes(5));
        UUID late = hall.waits("A");
        hall.pass(Duration.ofMinutes(5));
        UUID between = adopted(adopt(hall.newId(), "A700", 8 * 60_000L));
        assertThat(hall.status(between)).isEqualTo(TicketStatus.REQUESTED);
        hall.done(D1, new Command.TicketProof(between, ProofLevel.CUT, true));
        assertThat(List.of(hall.callNext(1), hall.callNext(2), hall.callNext(3)))
                .containsExactly(early, between, late);
    }

    @Test
    void neverBeforeAPersonAlreadyCalled() {
        UUID called = hall.waits("A");
        hall.callNext(1);
        hall.pass(Duration.ofMinutes(1));
        UUID adopted = adopted(adopt(hall.newId(), "A700", 20 * 60_000L));
        assertThat(hall.ticket(adopted).place().at()).isEqualTo(hall.ticket(called).place().at());
    }

    @Test
    void withoutAMonotonicTimeTheWallClockCountsAndIsMarked() {
        List<Event> events = hall.events(D1, adopt(hall.newId(), "A700", null));
        Event.TicketAdopted event = (Event.TicketAdopted) events.getFirst();
        assertThat(event.doubtful()).isTrue();
        assertThat(event.place()).isEqualTo(event.takenAt());
    }

    @Test
    void aTimeInTheFutureOrBeforeTheDayIsPulledIn() {
        Command.TicketAdopt future =
                new Command.TicketAdopt(
                        hall.newId(),
                        block.block(),
                        1,
                        "A701",
                        "A",
                        Priority.NONE,
                        hall.now.plusSeconds(9_999),
                        null);
        assertThat(hall.ticket(adopted(future)).place().at()).isEqualTo(hall.now);
        UUID old = adopted(adopt(hall.newId(), "A702", Long.MAX_VALUE));
        assertThat(hall.ticket(old).place().at()).isEqualTo(hall.now.minus(Duration.ofMinutes(30)));
    }

    @Test
    void aNumberThatTheHallHadGivenForTheTakeIsWithdrawn() {
        UUID take = hall.newId();
        hall.tell(new Command.TicketTake("A", "d1", Priority.NONE), hall.context(D1, take, null));
        UUID given = requireNonNull(hall.state.ticketOfTake(take)).id();
        UUID adopted = adopted(adopt(take, "A700", 1_000L));
        assertThat(hall.status(given)).isEqualTo(TicketStatus.WITHDRAWN);
        assertThat(hall.status(adopted)).isEqualTo(TicketStatus.REQUESTED);
    }

    @Test
    void aPriorityThatWasChosenOfflineCounts() {
        UUID first = hall.waits("A");
        UUID preferred = hall.waits("A", Priority.ELDERLY);
        hall.pass(Duration.ofMinutes(1));
        Answer.TicketGiven given =
                (Answer.TicketGiven)
                        hall.done(D1, adopt(hall.newId(), "A700", Priority.PREGNANT, 1_000L));
        assertThat(given.ahead()).isEqualTo(1);
        assertThat(hall.ticket(given.ticketId()).priority()).isEqualTo(Priority.PREGNANT);
        hall.done(D1, new Command.TicketProof(given.ticketId(), ProofLevel.CUT, true));
        for (UUID expected : List.of(preferred, given.ticketId(), first)) {
            UUID called = hall.callNext(2);
            assertThat(called).isEqualTo(expected);
            hall.done(SYSTEM, new Command.TicketMiss(2, TestHall.byId(called)));
        }
        // Nobody stands before whoever was called already, and each line has its own.
        UUID late = adopted(adopt(hall.newId(), "A701", Priority.PREGNANT, 1_000_000L));
        assertThat(hall.ticket(late).place().at())
                .isEqualTo(hall.ticket(given.ticketId()).place().at());
    }

    @ParameterizedTest
    @CsvSource({"none,none", "none,elderly", "elderly,none", "elderly,elderly"})
    void theNumberThatIsReplacedIsNotCountedAhead(String taken, String adopted) {
        UUID take = hall.newId();
        hall.tell(new Command.TicketTake("A", "d1", priority(taken)), hall.context(D1, take, null));
        UUID given = requireNonNull(hall.state.ticketOfTake(take)).id();
        hall.done(D1, new Command.TicketProof(given, ProofLevel.CUT, true));
        hall.pass(Duration.ofMinutes(1));
        Answer answer = hall.done(D1, adopt(take, "A700", priority(adopted), 1_000L));
        assertThat(((Answer.TicketGiven) answer).ahead()).isZero();
        assertThat(hall.status(given)).isEqualTo(TicketStatus.WITHDRAWN);
    }

    private static Priority priority(String word) {
        return Priority.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Test
    void evenIfItWasCalledAndTheWindowIsFreeThen() {
        UUID take = hall.newId();
        hall.tell(new Command.TicketTake("A", "d1", Priority.NONE), hall.context(D1, take, null));
        UUID given = requireNonNull(hall.state.ticketOfTake(take)).id();
        hall.done(SYSTEM, new Command.UnconfirmTicket(given));
        hall.callNext(2);
        adopted(adopt(take, "A700", 1_000L));
        assertThat(hall.status(given)).isEqualTo(TicketStatus.WITHDRAWN);
        WindowView window = hall.view(2);
        assertThat(window.ticket()).isNull();
        assertThat(window.ticketStatus()).isEqualTo(TicketStatus.WITHDRAWN);
        hall.done(SYSTEM, new Command.WindowPause(2, "002", null));
    }

    @Test
    void aTakeAfterItsAdoptIsAnsweredWithTheAdoptedTicket() {
        UUID take = hall.newId();
        UUID adopted = adopted(adopt(take, "A700", 1_000L));
        Decision.Accepted late =
                TestHall.accepted(
                        hall.tell(
                                new Command.TicketTake("A", "d1", Priority.NONE),
                                hall.context(D1, take, null)));
        assertThat(late.events()).isEmpty();
        assertThat(late.answer())
                .isEqualTo(new Answer.TicketGiven("A700", adopted, 0, new Answer.Estimate(0, 3)));
    }

    @Test
    void theSameAdoptionTwiceIsOneTicket() {
        Command.TicketAdopt adopt = adopt(hall.newId(), "A700", 1_000L);
        UUID adopted = adopted(adopt);
        assertThat(hall.events(D1, adopt)).isEmpty();
        assertThat(adopted(adopt)).isEqualTo(adopted);
        assertThat(hall.refused(D1, adopt(adopt.take(), "A701", 1_000L)))
                .isEqualTo(RefusalCode.ID_REUSED);
        assertThat(hall.refused(D1, adopt(hall.newId(), "A700", 1_000L)))
                .isEqualTo(RefusalCode.NUMBER_USED);
    }

    @Test
    void theNumberMustBeOfTheBlockAndTheBlockTheDevices() {
        Command.TicketAdopt good = adopt(hall.newId(), "A700", 1_000L);
        assertThat(hall.refused(D2, good)).isEqualTo(RefusalCode.NOT_YOURS);
        for (String wrong : List.of("A720", "A699", "B700", "A7", "", "７００", "A1700")) {
            assertThat(hall.refused(D1, adopt(hall.newId(), wrong, 1_000L)))
                    .as(wrong)
                    .isEqualTo(RefusalCode.NOT_IN_BLOCK);
        }
    }

    @Test
    void nobodyAdoptsAnothersTake() {
        UUID take = hall.newId();
        hall.tell(new Command.TicketTake("A", "d2", Priority.NONE), hall.context(D2, take, null));
        assertThat(hall.refused(D1, adopt(take, "A700", 1_000L))).isEqualTo(RefusalCode.NOT_YOURS);
    }

    @Test
    void afterClosingItIsRecordedAndDoesNotQueue() {
        hall.done(SYSTEM, new Command.CloseDay());
        Command.TicketAdopt adopt = adopt(hall.newId(), "A700", 1_000L);
        Answer answer = hall.done(D1, adopt);
        UUID id = ((Answer.TicketGiven) answer).ticketId();
        assertThat(answer).isEqualTo(new Answer.TicketGiven("A700", id, null, null));
        assertThat(hall.status(id)).isEqualTo(TicketStatus.ENDED);
        hall.pass(Duration.ofDays(1));
        hall.done(SYSTEM, new Command.OpenDay());
        // The block is gone with its day, so the number is free for today's.
        UUID late = adopted(adopt(hall.newId(), "A701", 24 * 3_600_000L));
        assertThat(hall.status(late)).isEqualTo(TicketStatus.ENDED);
        assertThat(hall.state.ticket("A701")).isNull();
    }

    @Test
    void anOlderEpochsTicketOfTheOpenDayQueues() {
        hall.done(SYSTEM, new Command.OpenEpoch(2, true));
        Command.TicketAdopt lost =
                new Command.TicketAdopt(
                        hall.newId(),
                        hall.newId(),
                        1,
                        "A850",
                        "A",
                        Priority.NONE,
                        hall.now,
                        60_000L);
        UUID id = adopted(lost);
        assertThat(hall.status(id)).isEqualTo(TicketStatus.REQUESTED);
        Command.TicketAdopt ahead =
                new Command.TicketAdopt(
                        hall.newId(),
                        hall.newId(),
                        3,
                        "A851",
                        "A",
                        Priority.NONE,
                        hall.now,
                        60_000L);
        assertThat(hall.refused(D1, ahead)).isEqualTo(RefusalCode.EPOCH_AHEAD);
    }

    @Test
    void whileRecoveringNumbersComeFromTheirOwnRangeAndNothingIsLeased() {
        hall.waits("A");
        hall.done(SYSTEM, new Command.OpenEpoch(2, true));
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A900");
        assertThat(hall.refused(D1, new Command.BlockLease("A", 5)))
                .isEqualTo(RefusalCode.RECOVERING);
        hall.done(SYSTEM, new Command.EndRecovery(null, 1, 7));
        assertThat(hall.state.recovering()).isFalse();
        // Numbers and leases of today may have been lost for ever: none of them until tomorrow.
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A901");
        assertThat(hall.refused(D1, new Command.BlockLease("A", 5)))
                .isEqualTo(RefusalCode.RECOVERING);
        hall.done(SYSTEM, new Command.CloseDay());
        hall.pass(Duration.ofDays(1));
        hall.done(SYSTEM, new Command.OpenDay());
        assertThat(lease(D1, "A", 5).from()).isEqualTo(700);
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A001");
    }

    @Test
    void theSameAdoptionOfAnEarlierDayIsRecordedOnce() {
        hall.done(SYSTEM, new Command.CloseDay());
        Command.TicketAdopt late = adopt("A700", hall.newId());
        UUID first = adopted(late);
        assertThat(adopted(late)).isEqualTo(first);
        for (int day = 0; day < 3; day++) {
            hall.pass(Duration.ofDays(1));
            hall.done(SYSTEM, new Command.OpenDay());
            assertThat(hall.events(D1, late)).isEmpty();
            assertThat(adopted(late)).isEqualTo(first);
            assertThat(hall.refused(D1, adopt("A701", late.take())))
                    .isEqualTo(RefusalCode.ID_REUSED);
            assertThat(hall.refused(TestHall.D2, late)).isEqualTo(RefusalCode.NOT_YOURS);
            hall.done(SYSTEM, new Command.CloseDay());
        }
        hall.pass(Duration.ofDays(40));
        hall.done(SYSTEM, new Command.OpenDay());
        assertThat(hall.events(D1, late)).hasSize(1);
    }

    private Command.TicketAdopt adopt(String number, UUID take) {
        return new Command.TicketAdopt(
                take, block.block(), block.epoch(), number, "A", Priority.NONE, hall.now, 60_000L);
    }

    @Test
    void aSecondLossOnOneDayLeavesNoNumberThatIsSafe() {
        hall.done(SYSTEM, new Command.OpenEpoch(2, true));
        hall.done(SYSTEM, new Command.OpenEpoch(3, true));
        assertThat(hall.refused(D1, new Command.TicketTake("A", "d1", Priority.NONE)))
                .isEqualTo(RefusalCode.RECOVERING);
        hall.done(SYSTEM, new Command.CloseDay());
        hall.pass(Duration.ofDays(1));
        hall.done(SYSTEM, new Command.OpenDay());
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A900");
    }

    @Test
    void aDayOpenedLateOnTheDayOfTheLossMayHaveLostNumbersToo() {
        hall.pass(Duration.ofDays(1));
        hall.done(SYSTEM, new Command.OpenEpoch(2, true));
        hall.done(SYSTEM, new Command.EndRecovery(null, 1, 7));
        hall.done(SYSTEM, new Command.CloseDay());
        hall.done(SYSTEM, new Command.OpenDay());
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A900");
    }

    @Test
    void closingTheDayVoidsItsBlocks() {
        List<Event> events = hall.events(SYSTEM, new Command.CloseDay());
        assertThat(events).contains(new Event.BlockVoided(block.block()));
        assertThat(requireNonNull(hall.state.block(block.block())).voided()).isTrue();
    }

    @Test
    void whatWasIssuedFromABlockBeforeItWasVoidedStillQueues() {
        hall.done(SYSTEM, new Command.VoidBlock(block.block()));
        assertThat(hall.events(SYSTEM, new Command.VoidBlock(block.block()))).isEmpty();
        UUID id = adopted(adopt(hall.newId(), "A700", 1_000L));
        assertThat(hall.status(id)).isEqualTo(TicketStatus.REQUESTED);
        assertThat(hall.refused(SYSTEM, new Command.VoidBlock(new UUID(0, 0))))
                .isEqualTo(RefusalCode.UNKNOWN_BLOCK);
    }

    @Test
    void aHandInThatNoLongerFitsIsRecordedAndHasNoEffect() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        hall.done(SYSTEM, new Command.TicketMiss(1, null));
        HallSnapshot before = hall.state.snapshot();
        Decision.Accepted finish =
                TestHall.accepted(hall.handIn(W1, new Command.TicketFinish(1, TestHall.byId(id))));
        assertThat(finish.answer()).isEqualTo(new Answer.NoEffect(RefusalCode.WRONG_STATE));
        assertThat(finish.events())
                .containsExactly(
                        new Event.HandInIgnored("ticket.finish", id, RefusalCode.WRONG_STATE));
        assertThat(hall.state.snapshot().tickets()).isEqualTo(before.tickets());
        assertThat(hall.journal.getLast().offline()).isNotNull();
    }

    @Test
    void aHandInThatIsWrongStaysRefused() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        Command finish = new Command.TicketFinish(1, TestHall.byId(id));
        assertThat(hall.handIn(TestHall.W2, finish))
                .isEqualTo(new Decision.Refused(Refusal.of(RefusalCode.NOT_YOURS)));
        assertThat(hall.handIn(W1, new Command.TicketCallNext(1, null, null)))
                .isEqualTo(
                        new Decision.Refused(
                                Refusal.of(RefusalCode.NOT_OFFLINE, "verb", "ticket.call-next")));
    }

    @Test
    void aWindowCutOffFinishesWithoutAnOffer() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        Decision.Accepted finish =
                TestHall.accepted(hall.handIn(W1, new Command.TicketFinish(1, TestHall.byId(id))));
        assertThat(finish.events())
                .containsExactly(
                        new Event.TicketStarted(id, 1, "001"),
                        new Event.TicketFinished(id, 1, "001"));
        assertThat(hall.ticket(id).offer()).isNull();
    }

    @Test
    void aRecallThatIsHandedInIsNotHeard() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        hall.handIn(W1, new Command.TicketRecall(1, TestHall.byId(id)));
        assertThat(requireNonNull(hall.view(1).call()).count()).isEqualTo(1);
        hall.done(W1, new Command.TicketRecall(1, TestHall.byId(id)));
        assertThat(requireNonNull(hall.view(1).call()).count()).isEqualTo(2);
    }
}
