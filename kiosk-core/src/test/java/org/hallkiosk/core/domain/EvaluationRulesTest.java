package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;
import static org.hallkiosk.core.domain.TestHall.W1;
import static org.hallkiosk.core.domain.TestHall.W2;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Evaluation, rule by rule (TICKET.md, evaluation). */
class EvaluationRulesTest {

    private final TestHall hall = TestHall.busy();

    private UUID finished(int window) {
        UUID id = hall.waits("A");
        hall.done(SYSTEM, new Command.TicketCall(window, TestHall.byId(id)));
        hall.tokenHash = "hash-1";
        hall.done(SYSTEM, new Command.TicketFinish(window, null));
        hall.tokenHash = "another";
        return id;
    }

    private static Command.EvaluationSubmit rate(UUID id, String hash) {
        return new Command.EvaluationSubmit(id, hash, 5, List.of("510"), null, "evaluator");
    }

    @Test
    void finishOffersItForFiveMinutes() {
        UUID id = finished(1);
        assertThat(hall.ticket(id).offer())
                .isEqualTo(
                        new Ticket.Offer(
                                Ticket.OfferStatus.OPEN,
                                1,
                                "001",
                                "hash-1",
                                hall.now.plus(Duration.ofMinutes(5))));
        assertThat(hall.state.offered()).extracting(Ticket::id).containsExactly(id);
    }

    @Test
    void whereThereIsNoEvaluatorNothingIsOffered() {
        UUID id = finished(3);
        assertThat(hall.ticket(id).offer()).isNull();
        assertThat(hall.refused(W2, rate(id, "hash-1")))
                .isEqualTo(RefusalCode.EVALUATION_NOT_OFFERED);
    }

    @Test
    void itIsBoundToWindowPersonAndMatterAndGivenOnce() {
        UUID id = finished(1);
        assertThat(hall.events(W1, rate(id, "hash-1")))
                .containsExactly(
                        new Event.EvaluationSubmitted(
                                id, 1, "001", "A", 5, List.of("510"), null, "evaluator"));
        assertThat(hall.refused(W1, rate(id, "hash-1"))).isEqualTo(RefusalCode.EVALUATION_DONE);
        assertThat(hall.state.offered()).isEmpty();
    }

    @Test
    void beforeTheEndThereIsNothingToRate() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        assertThat(hall.refused(W1, rate(id, "hash-1")))
                .isEqualTo(RefusalCode.EVALUATION_NOT_OFFERED);
        assertThat(hall.refused(W1, rate(new UUID(0, 0), "hash-1")))
                .isEqualTo(RefusalCode.UNKNOWN_TICKET);
    }

    @Test
    void onlyTheWindowsDeviceOrAReceiptAndNeverStaff() {
        UUID id = finished(1);
        assertThat(hall.refused(W2, rate(id, "hash-1"))).isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(Actor.staff("001"), rate(id, "hash-1")))
                .isEqualTo(RefusalCode.NOT_ALLOWED);
        assertThat(hall.refused(W1, rate(id, "another"))).isEqualTo(RefusalCode.WRONG_TOKEN);
        hall.done(Actor.system("receipt"), rate(id, "hash-1"));
    }

    @Test
    void aSecondOfferReplacesTheTokenAndNotTheTime() {
        UUID id = finished(1);
        var until = requireNonNull(hall.ticket(id).offer()).expiresAt();
        hall.pass(Duration.ofMinutes(2));
        hall.tokenHash = "hash-2";
        hall.done(SYSTEM, new Command.ReofferEvaluation(id));
        assertThat(requireNonNull(hall.ticket(id).offer()).expiresAt()).isEqualTo(until);
        assertThat(hall.refused(W1, rate(id, "hash-1"))).isEqualTo(RefusalCode.WRONG_TOKEN);
        hall.done(W1, rate(id, "hash-2"));
        assertThat(hall.refused(SYSTEM, new Command.ReofferEvaluation(id)))
                .isEqualTo(RefusalCode.EVALUATION_DONE);
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        UUID id = finished(1);
        assertThat(hall.events(SYSTEM, new Command.ExpireEvaluation(id)))
                .containsExactly(new Event.EvaluationExpired(id));
        assertThat(hall.events(SYSTEM, new Command.ExpireEvaluation(id))).isEmpty();
        assertThat(hall.refused(W1, rate(id, "hash-1"))).isEqualTo(RefusalCode.EVALUATION_EXPIRED);
    }

    @Test
    void whatWasPressedInTimeByADeviceThatWasCutOffCounts() {
        UUID id = finished(1);
        var until = requireNonNull(hall.ticket(id).offer()).expiresAt();
        hall.pass(Duration.ofMinutes(20));
        hall.done(SYSTEM, new Command.ExpireEvaluation(id));
        long ago = Duration.between(until, hall.now).toMillis();

        assertThat(ignored(W1, id, hall.now, ago - 1)).isEqualTo(RefusalCode.EVALUATION_EXPIRED);
        assertThat(ignored(W1, id, until.plusMillis(1), null))
                .isEqualTo(RefusalCode.EVALUATION_EXPIRED);
        assertThat(hall.refused(W1, rate(id, "hash-1"))).isEqualTo(RefusalCode.EVALUATION_EXPIRED);
        assertThat(ignored(Actor.system("receipt"), id, until, ago))
                .as("a receipt is never cut off")
                .isEqualTo(RefusalCode.EVALUATION_EXPIRED);

        assertThat(TestHall.accepted(handIn(W1, id, hall.now, Long.MAX_VALUE)).events())
                .singleElement()
                .isInstanceOf(Event.EvaluationSubmitted.class);
        assertThat(ignored(W1, id, until, ago)).isEqualTo(RefusalCode.EVALUATION_DONE);
    }

    @Test
    void afterARestartOfTheDeviceItsClockSaysWhenItWasPressed() {
        UUID id = finished(1);
        var until = requireNonNull(hall.ticket(id).offer()).expiresAt();
        hall.pass(Duration.ofMinutes(20));
        hall.done(SYSTEM, new Command.ExpireEvaluation(id));
        assertThat(TestHall.accepted(handIn(W1, id, until, null)).events())
                .singleElement()
                .isInstanceOf(Event.EvaluationSubmitted.class);
    }

    private Decision handIn(Actor device, UUID id, Instant at, @Nullable Long ago) {
        return hall.tell(
                rate(id, "hash-1"),
                hall.context(device, hall.newId(), new HandIn(device.id(), 1, at, ago)));
    }

    private RefusalCode ignored(Actor device, UUID id, Instant at, @Nullable Long ago) {
        Decision.Accepted decision = TestHall.accepted(handIn(device, id, at, ago));
        assertThat(decision.answer()).isInstanceOf(Answer.NoEffect.class);
        return ((Answer.NoEffect) decision.answer()).reason();
    }

    @Test
    void theNextCallDoesNotEndIt() {
        UUID id = finished(1);
        hall.waits("A");
        hall.callNext(1);
        hall.done(W1, rate(id, "hash-1"));
    }

    @Test
    void levelsAreOneToFive() {
        UUID id = finished(1);
        for (int level : List.of(0, 6, -1)) {
            Command wrong =
                    new Command.EvaluationSubmit(id, "hash-1", level, List.of(), null, null);
            assertThat(hall.refused(W1, wrong)).isEqualTo(RefusalCode.BAD_REQUEST);
        }
    }
}
