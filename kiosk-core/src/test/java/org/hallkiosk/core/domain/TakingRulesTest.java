package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hallkiosk.core.domain.ProofLevel.ACCEPTED;
import static org.hallkiosk.core.domain.ProofLevel.CUT;
import static org.hallkiosk.core.domain.ProofLevel.FAILED;
import static org.hallkiosk.core.domain.ProofLevel.PRINTED;
import static org.hallkiosk.core.domain.ProofLevel.SENT;
import static org.hallkiosk.core.domain.ProofLevel.TAKEN;
import static org.hallkiosk.core.domain.ProofLevel.UNKNOWN;
import static org.hallkiosk.core.domain.TestHall.D1;
import static org.hallkiosk.core.domain.TestHall.D2;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;
import static org.hallkiosk.core.domain.TicketStatus.CALLED;
import static org.hallkiosk.core.domain.TicketStatus.REQUESTED;
import static org.hallkiosk.core.domain.TicketStatus.UNCONFIRMED;
import static org.hallkiosk.core.domain.TicketStatus.WAITING;
import static org.hallkiosk.core.domain.TicketStatus.WITHDRAWN;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Take and proof, rule by rule (TICKET.md, proof and queue). */
class TakingRulesTest {

    private final TestHall hall = TestHall.busy();

    /** One report, and with it whether it is final. */
    record Report(ProofLevel level, boolean last) {}

    /** Reports after a take, and where the ticket is then. */
    record Row(List<Report> reports, TicketStatus then) {}

    static Stream<Row> proofs() {
        return Stream.of(
                row(REQUESTED),
                row(REQUESTED, some(SENT)),
                row(REQUESTED, some(SENT), some(ACCEPTED)),
                row(WAITING, some(PRINTED)),
                row(WAITING, some(CUT)),
                row(WAITING, some(ProofLevel.AT_MOUTH)),
                row(WAITING, last(TAKEN)),
                row(UNCONFIRMED, last(SENT)),
                row(UNCONFIRMED, last(ACCEPTED)),
                row(UNCONFIRMED, some(UNKNOWN)),
                row(UNCONFIRMED, last(UNKNOWN)),
                // unknown never replaces printed or more
                row(WAITING, some(PRINTED), last(UNKNOWN)),
                // printed or more after unknown or unconfirmed makes it waiting
                row(WAITING, last(UNKNOWN), some(PRINTED)),
                row(WAITING, last(SENT), last(CUT)),
                row(WITHDRAWN, last(FAILED)),
                row(WITHDRAWN, some(SENT), some(FAILED)),
                row(WITHDRAWN, last(UNKNOWN), last(FAILED)),
                // failed after printed is only recorded
                row(WAITING, some(PRINTED), last(FAILED)),
                // what was withdrawn stays so
                row(WITHDRAWN, last(FAILED), last(PRINTED)),
                row(WITHDRAWN, last(FAILED), last(UNKNOWN)));
    }

    private static Row row(TicketStatus then, Report... reports) {
        return new Row(List.of(reports), then);
    }

    private static Report some(ProofLevel level) {
        return new Report(level, false);
    }

    private static Report last(ProofLevel level) {
        return new Report(level, true);
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void proofDecidesWhereTheTicketIs(Row row) {
        UUID id = hall.take("A", Priority.NONE);
        Answer answer = new Answer.TicketIs("A001", id, REQUESTED);
        for (Report report : row.reports()) {
            answer = hall.done(D1, new Command.TicketProof(id, report.level(), report.last()));
        }
        assertThat(hall.status(id)).isEqualTo(row.then());
        assertThat(answer).isEqualTo(new Answer.TicketIs("A001", id, row.then()));
    }

    @Test
    void aTakenTicketIsNeitherCountedNorCallable() {
        UUID id = hall.take("A", Priority.NONE);
        assertThat(hall.state.waiting("A")).isZero();
        assertThat(hall.refused(SYSTEM, new Command.TicketCallNext(1, null, null)))
                .isEqualTo(RefusalCode.QUEUE_EMPTY);
        assertThat(hall.refused(SYSTEM, new Command.TicketCall(1, TestHall.byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
    }

    @Test
    void numbersCountPerCategory() {
        hall.take("A", Priority.NONE);
        hall.take("C", Priority.NONE);
        UUID third = hall.take("A", Priority.NONE);
        assertThat(hall.ticket(third).number()).isEqualTo("A002");
        assertThat(hall.state.ticket("GA001")).isNotNull();
    }

    @Test
    void theHallsNumbersEndWhereBlocksBegin() {
        for (int i = 1; i <= 699; i++) {
            hall.take("A", Priority.NONE);
        }
        assertThat(hall.refused(D1, new Command.TicketTake("A", "d1", Priority.NONE)))
                .isEqualTo(RefusalCode.NUMBERS_EXHAUSTED);
        assertThat(hall.state.ticket("A699")).isNotNull();
    }

    @Test
    void sixtySecondsWithoutProofMakeItUnconfirmed() {
        UUID id = hall.take("A", Priority.NONE);
        assertThat(hall.state.unproved()).extracting(Ticket::id).containsExactly(id);
        hall.done(SYSTEM, new Command.UnconfirmTicket(id));
        assertThat(hall.status(id)).isEqualTo(UNCONFIRMED);
        assertThat(hall.state.waiting("A")).isEqualTo(1);
        assertThat(hall.callNext(1)).isEqualTo(id);
    }

    @Test
    void theTimerComesTooLateForAProvedTicket() {
        UUID id = hall.waits("A");
        assertThat(hall.events(SYSTEM, new Command.UnconfirmTicket(id))).isEmpty();
        assertThat(hall.events(SYSTEM, new Command.UnconfirmTicket(new UUID(1, 1)))).isEmpty();
    }

    @Test
    void failedAfterACallIsOnlyRecorded() {
        UUID id = hall.take("A", Priority.NONE);
        hall.done(SYSTEM, new Command.UnconfirmTicket(id));
        hall.callNext(1);
        List<Event> events = hall.events(D1, new Command.TicketProof(id, FAILED, true));
        assertThat(events).containsExactly(new Event.TicketProved(id, FAILED, true));
        assertThat(hall.status(id)).isEqualTo(CALLED);
    }

    @Test
    void thePlaceIsTheTakesNotTheProofs() {
        UUID first = hall.take("A", Priority.NONE);
        hall.pass(Duration.ofSeconds(10));
        UUID second = hall.waits("A");
        hall.pass(Duration.ofSeconds(10));
        hall.done(D1, new Command.TicketProof(first, PRINTED, true));
        assertThat(hall.callNext(1)).isEqualTo(first);
        assertThat(hall.callNext(2)).isEqualTo(second);
    }

    @Test
    void onlyTheDeviceThatTookItMayProveIt() {
        UUID id = hall.take("A", Priority.NONE);
        Command proof = new Command.TicketProof(id, PRINTED, false);
        assertThat(hall.refused(D2, proof)).isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(Actor.staff("001"), proof)).isEqualTo(RefusalCode.NOT_ALLOWED);
        hall.done(Actor.demo(), proof);
        assertThat(hall.status(id)).isEqualTo(WAITING);
    }

    @Test
    void aDeviceTakesForItselfOnly() {
        assertThat(hall.refused(D2, new Command.TicketTake("A", "d1", Priority.NONE)))
                .isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(D1, new Command.TicketTake("nothing", "d1", Priority.NONE)))
                .isEqualTo(RefusalCode.UNKNOWN_CATEGORY);
        hall.done(Actor.demo(), new Command.TicketTake("A", null, Priority.NONE));
        assertThat(hall.ticket(hall.state.tickets().iterator().next().id()).device())
                .isEqualTo("demo");
    }

    @Test
    void unprovedListsWhatTheDispenserNeverSettled() {
        UUID open = hall.take("A", Priority.NONE);
        UUID timedOut = hall.take("A", Priority.NONE);
        hall.done(SYSTEM, new Command.UnconfirmTicket(timedOut));
        UUID settled = hall.take("A", Priority.NONE);
        hall.done(D1, new Command.TicketProof(settled, ACCEPTED, true));
        hall.waits("A");
        Command ask = new Command.TicketUnproved("d1");
        assertThat(hall.done(D1, ask)).isEqualTo(new Answer.Unproved(List.of(open, timedOut)));
        assertThat(hall.refused(D2, ask)).isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.done(D2, new Command.TicketUnproved(null)))
                .isEqualTo(new Answer.Unproved(List.of()));
        hall.done(D1, new Command.TicketProof(open, UNKNOWN, true));
        hall.done(D1, new Command.TicketProof(timedOut, UNKNOWN, true));
        assertThat(hall.done(D1, ask)).isEqualTo(new Answer.Unproved(List.of()));
    }

    @Test
    void aTicketCanBeAskedForByItsDispenserAlone() {
        UUID taken = hall.take("A", Priority.NONE);
        Command ask = new Command.TicketGet(taken);
        assertThat(hall.done(D1, ask))
                .isEqualTo(
                        new Answer.TicketFound("A001", taken, TicketStatus.REQUESTED, null, false));
        hall.done(D1, new Command.TicketProof(taken, CUT, true));
        assertThat(hall.done(D1, ask))
                .isEqualTo(new Answer.TicketFound("A001", taken, TicketStatus.WAITING, CUT, true));
        assertThat(hall.refused(D2, ask)).isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(D1, new Command.TicketGet(hall.newId())))
                .isEqualTo(RefusalCode.UNKNOWN_TICKET);
    }

    @Test
    void theSameTakeNeverGivesTwoTickets() {
        UUID request = hall.newId();
        Command take = new Command.TicketTake("A", "d1", Priority.NONE);
        Answer first = TestHall.accepted(hall.tell(take, hall.context(D1, request, null))).answer();
        Decision.Accepted again =
                TestHall.accepted(hall.tell(take, hall.context(D1, request, null)));
        assertThat(again.events()).isEmpty();
        assertThat(again.answer()).isEqualTo(first);
        Decision stolen =
                hall.tell(
                        new Command.TicketTake("A", "d2", Priority.NONE),
                        hall.context(D2, request, null));
        assertThat(stolen).isEqualTo(new Decision.Refused(Refusal.of(RefusalCode.ID_REUSED)));
    }

    @Test
    void aTakeNeedsAnOpenDay() {
        hall.done(SYSTEM, new Command.CloseDay());
        assertThat(hall.refused(D1, new Command.TicketTake("A", "d1", Priority.NONE)))
                .isEqualTo(RefusalCode.DAY_NOT_OPEN);
    }

    @Test
    void theAnswerTellsWhoIsAhead() {
        hall.waits("A");
        hall.waits("A");
        hall.waits("A", Priority.ELDERLY);
        hall.waits("B");
        assertThat(ahead(Priority.NONE)).isEqualTo(3);
        assertThat(ahead(Priority.MILITARY)).isEqualTo(1);
    }

    private int ahead(Priority priority) {
        Answer answer = hall.done(D1, new Command.TicketTake("A", "d1", priority));
        Integer ahead = ((Answer.TicketGiven) answer).ahead();
        return ahead == null ? -1 : ahead;
    }

    @Test
    void theEstimateFollowsTheTurnsObserved() {
        // Three windows, nothing observed: none ahead, up to one turn and a half of 5 minutes.
        assertThat(estimate()).isEqualTo(new Answer.Estimate(0, 3));
        for (int i = 0; i < 8; i++) {
            hall.waits("A");
            hall.callNext(1);
            hall.pass(Duration.ofMinutes(12));
            hall.done(SYSTEM, new Command.TicketFinish(1, null));
        }
        for (int i = 0; i < 5; i++) {
            hall.waits("A");
        }
        // Five ahead, twelve minutes each, three windows: 20 at least, 24 with one more.
        assertThat(estimate()).isEqualTo(new Answer.Estimate(20, 24));
        hall.done(SYSTEM, new Command.WindowClose(2, "002", null));
        hall.done(SYSTEM, new Command.WindowClose(3, "003", null));
        hall.waits("B");
        // One window, which two lines share now.
        assertThat(estimate()).isEqualTo(new Answer.Estimate(60, 144));
        hall.done(SYSTEM, new Command.WindowClose(1, "001", null));
        assertThat(estimate()).isEqualTo(new Answer.Estimate(60, 72));
    }

    private Answer.Estimate estimate() {
        Answer answer = hall.done(D1, new Command.TicketTake("A", "d1", Priority.NONE));
        return requireNonNull(((Answer.TicketGiven) answer).estimate());
    }
}
