package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.dispenser.Taking;
import org.junit.jupiter.api.Test;

/**
 * What a dispenser does with and without the hall, to the moment (TICKET.md, proof and offline).
 */
class DispenserAloneTest {

    /** A citizen waits so long at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SimulatedHall hall = new SimulatedHall();

    private List<Taking> take() {
        List<Taking> news = new ArrayList<>();
        TakeIntent intent = new TakeIntent(hall.ids.next(), "general", Priority.NONE);
        hall.device.execute(() -> hall.dispenser.take(intent, news::add));
        return news;
    }

    private void hallIsAway() {
        hall.broker.cut(SimulatedHall.HALL);
        hall.settle();
    }

    private void hallIsBack() {
        hall.broker.mend(SimulatedHall.HALL);
        hall.time.advance(Duration.ofMinutes(1));
    }

    private Ticket ticket(String number) {
        return requireNonNull(hall.role.hall().state().ticket(number));
    }

    @Test
    void whileTheHallAnswersNothingIsWrittenHere() {
        take();
        hall.settle();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(hall.log.recorded()).isZero();
    }

    @Test
    void aCitizenWaitsTwoSecondsAtMost() {
        hallIsAway();
        take();
        hall.time.advance(PATIENCE.minusMillis(1));
        assertThat(hall.printer.printed).isEmpty();
        hall.time.advance(Duration.ofMillis(1));
        assertThat(hall.printer.printed).extracting(TicketSlip::ticket).containsExactly("A700");
        TicketSlip slip = hall.printer.printed.getFirst();
        assertThat(slip.offline()).isTrue();
        assertThat(slip.ahead()).as("an offline ticket states no ahead").isEmpty();
        assertThat(slip.estimate()).isNull();
        assertThat(hall.log.waiting())
                .as("the decision is durable before the paper")
                .extracting(DeviceLog.Step::deed)
                .hasAtLeastOneElementOfType(DeviceLog.Deed.Asked.class);
    }

    @Test
    void aNumberThatCannotBeKeptIsNotPrinted() {
        hallIsAway();
        hall.log.refuse();
        List<Taking> news = take();
        hall.time.advance(PATIENCE);
        assertThat(news.getLast()).isEqualTo(new Taking.Impossible(Taking.Reason.DISK));
        assertThat(hall.printer.printed).isEmpty();
    }

    @Test
    void aLaterAnswerToTheTakeIsIgnoredAndItsNumberWithdrawn() {
        // The hall takes so long to write that the dispenser decides alone.
        hall.slowDisk(Duration.ofSeconds(4));
        take();
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(hall.printer.printed).extracting(TicketSlip::ticket).containsExactly("A700");
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WITHDRAWN);
        assertThat(ticket("A700").status()).isEqualTo(TicketStatus.WAITING);
    }

    @Test
    void aBlockIsGoodForItsDayAlone() {
        hallIsAway();
        hall.time.advance(Duration.ofDays(1));
        List<Taking> news = take();
        hall.time.advance(PATIENCE);
        assertThat(news.getLast()).isEqualTo(new Taking.Impossible(Taking.Reason.NO_NUMBERS));
    }

    @Test
    void aBlockOfAnEarlierEpochIsDroppedOnceTheNewOneIsKnown() {
        List<DeviceLog.Lease> before = hall.log.leases();
        assertThat(before).isNotEmpty().allMatch(lease -> lease.epoch() == 1);
        hall.device.execute(() -> hall.dispenser.epoch(2));
        hall.settle();
        assertThat(hall.log.leases()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void leasesStandWhenTheHallIsStartedAnew() {
        hall.crashHall();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(20));
        hallIsAway();
        take();
        hall.time.advance(PATIENCE);
        hallIsBack();
        assertThat(ticket("A700").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(hall.log.waiting()).isEmpty();
    }

    @Test
    void whoeverStartsAsksForTheUnprovedAndReportsThemUnknown() {
        take();
        hall.time.advance(Duration.ofMillis(200));
        assertThat(hall.printer.printed).hasSize(1);
        hall.restartDispenser();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.UNCONFIRMED);
        assertThat(hall.role.hall().state().unproved()).as("settled").isEmpty();
    }

    @Test
    void theCodeOnAPaperIsHallTicketAndMacAndGivesNoRightToRate() {
        take();
        hall.settle();
        UUID id = ticket("A001").id();
        String code = hall.printer.printed.getFirst().qrCode();
        assertThat(code).matches("HK1:hall-1:" + id + ":[0-9a-f]{16}");
        for (String request :
                List.of(
                        "window.open \"staff\":\"1001\"",
                        "ticket.call-next \"close\":\"finish\"",
                        "ticket.finish \"at\":null")) {
            String[] part = request.split(" ", 2);
            ask(part[0], "\"window\":1," + part[1]);
        }
        String mac = code.substring(code.lastIndexOf(':') + 1);
        for (String guess : List.of(mac, code)) {
            assertThat(
                            ask(
                                    "evaluation.submit",
                                    "\"level\":5,\"ticketId\":\"%s\",\"token\":\"%s\""
                                            .formatted(id, guess)))
                    .contains("wrong-token");
        }
    }

    private String ask(String verb, String body) {
        var answer =
                hall.role
                        .desk()
                        .request(
                                Actor.demo(),
                                verb,
                                ("{\"id\":\"" + hall.ids.next() + "\"," + body + "}")
                                        .getBytes(UTF_8));
        hall.settle();
        return new String(answer.toCompletableFuture().join(), UTF_8);
    }

    @Test
    void withoutAReportTheHallTakesItForUnconfirmedAfterSixtySecondsAlsoAcrossARestart() {
        ask("ticket.take", "\"category\":\"general\",\"device\":null");
        UUID id = ticket("A001").id();
        hall.time.advance(Duration.ofSeconds(30));
        // A bare board's word that it took the bytes is no proof of a paper.
        ask("ticket.proof", "\"ticketId\":\"%s\",\"level\":\"accepted\"".formatted(id));
        hall.crashHall();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(26));
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.REQUESTED);
        hall.time.advance(Duration.ofSeconds(4));
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.UNCONFIRMED);
    }
}
