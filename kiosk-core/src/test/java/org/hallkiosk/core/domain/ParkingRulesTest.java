package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;
import static org.hallkiosk.core.domain.TestHall.W1;
import static org.hallkiosk.core.domain.TestHall.W2;
import static org.hallkiosk.core.domain.TestHall.byId;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Parking (挂起) and handing on (转交), rule by rule (OUTSIDE.md). */
class ParkingRulesTest {

    private final TestHall hall = TestHall.busy();

    private UUID serving(int window) {
        UUID id = hall.callNext(window);
        hall.done(SYSTEM, new Command.TicketStart(window, null));
        return id;
    }

    private static Command.TicketPark park(@Nullable Integer minutes) {
        return new Command.TicketPark(1, null, minutes, "补材料");
    }

    @Test
    void aParkedTicketFreesTheWindowAndIsShownThere() {
        UUID first = hall.waits("A");
        UUID second = hall.waits("A");
        serving(1);
        assertThat(hall.done(W1, park(15)))
                .isEqualTo(new Answer.TicketIs("A001", first, TicketStatus.PARKED));
        assertThat(hall.view(1).ticket()).isNull();
        assertThat(hall.view(1).parked())
                .containsExactly(
                        new WindowView.Parked(
                                "A001", first, hall.now.plus(Duration.ofMinutes(15))));
        assertThat(hall.callNext(1)).isEqualTo(second);
        assertThat(hall.state.waiting("A")).isZero();
    }

    @Test
    void whoIsOnlyCalledIsStartedFirst() {
        hall.waits("A");
        UUID called = hall.callNext(1);
        assertThat(hall.events(W1, park(15)))
                .hasExactlyElementsOfTypes(Event.TicketStarted.class, Event.TicketParked.class);
        assertThat(hall.ticket(called).status()).isEqualTo(TicketStatus.PARKED);
        assertThat(hall.refused(W1, new Command.TicketPark(1, byId(called), null, null)))
                .isEqualTo(RefusalCode.WRONG_STATE);
    }

    @Test
    void onlyTheWindowsDeviceParks() {
        hall.waits("A");
        UUID called = hall.callNext(1);
        assertThat(hall.refused(W2, new Command.TicketPark(1, byId(called), null, null)))
                .isEqualTo(RefusalCode.NOT_YOURS);
    }

    @Test
    void goesBackByItselfWhenTheTimeIsOverAndNotBefore() {
        UUID first = hall.waits("A");
        hall.pass(Duration.ofMinutes(1));
        hall.waits("A");
        hall.waits("A");
        serving(1);
        hall.done(W1, park(null));
        Instant until = requireNonNull(hall.ticket(first).parkedUntil());
        assertThat(until).isEqualTo(hall.now.plus(Duration.ofMinutes(30)));
        hall.pass(Duration.ofMinutes(29));
        assertThat(hall.refused(SYSTEM, new Command.ReturnTicket(first)))
                .isEqualTo(RefusalCode.WRONG_STATE);
        hall.pass(Duration.ofMinutes(1));
        hall.done(SYSTEM, new Command.ReturnTicket(first));
        assertThat(hall.ticket(first).parkedUntil()).isNull();
        // The place is the take's: ahead of all who came later.
        assertThat(hall.view(1).next()).startsWith("A001");
        assertThat(hall.refused(SYSTEM, new Command.ReturnTicket(first)))
                .isEqualTo(RefusalCode.WRONG_STATE);
    }

    @Test
    void serviceGoesOnWithoutACall() {
        UUID first = hall.waits("A");
        serving(1);
        WindowView.Call call = hall.view(1).call();
        hall.done(W1, park(15));
        hall.done(W1, new Command.TicketResume(1, byId(first)));
        assertThat(hall.view(1).ticketStatus()).isEqualTo(TicketStatus.SERVING);
        // A speaker that has spoken the pair does not speak it again.
        assertThat(hall.view(1).call()).isEqualTo(call);
        assertThat(hall.done(W1, new Command.TicketFinish(1, null)))
                .isEqualTo(new Answer.TicketIs("A001", first, TicketStatus.FINISHED));
    }

    @Test
    void resumesOnlyAtAFreeOpenWindowOfItsCategory() {
        UUID parked = hall.waits("A");
        serving(1);
        hall.done(W1, park(15));
        UUID other = hall.waits("A");
        hall.callNext(1);
        assertThat(hall.refused(SYSTEM, new Command.TicketResume(1, byId(parked))))
                .isEqualTo(RefusalCode.WINDOW_BUSY);
        hall.done(SYSTEM, new Command.TicketMiss(1, byId(other)));
        assertThat(hall.refused(SYSTEM, new Command.TicketResume(4, byId(parked))))
                .isEqualTo(RefusalCode.WRONG_CATEGORY);
        assertThat(hall.refused(SYSTEM, new Command.TicketReturn(4, byId(parked))))
                .isEqualTo(RefusalCode.WRONG_CATEGORY);
        assertThat(hall.refused(SYSTEM, new Command.TicketResume(2, byId(other))))
                .isEqualTo(RefusalCode.WRONG_STATE);
        hall.done(SYSTEM, new Command.TicketResume(2, byId(parked)));
        assertThat(hall.view(2).ticketId()).isEqualTo(parked);
        assertThat(hall.view(1).parked()).isEmpty();
    }

    @Test
    void aParkedTicketMayBeCalledReturnedOrWithdrawn() {
        UUID called = hall.waits("A");
        serving(1);
        hall.done(W1, park(15));
        hall.done(W1, new Command.TicketCall(1, byId(called)));
        assertThat(hall.status(called)).isEqualTo(TicketStatus.CALLED);
        hall.done(W1, new Command.TicketStart(1, null));
        hall.done(W1, park(15));
        hall.done(W1, new Command.TicketReturn(1, byId(called)));
        assertThat(hall.status(called)).isEqualTo(TicketStatus.WAITING);
        serving(1);
        hall.done(W1, park(15));
        hall.done(SYSTEM, new Command.TicketWithdraw(1, byId(called)));
        assertThat(hall.status(called)).isEqualTo(TicketStatus.WITHDRAWN);
        assertThat(hall.state.parked()).isEmpty();
    }

    @Test
    void theEndOfTheDayEndsAParkedTicket() {
        UUID parked = hall.waits("A");
        serving(1);
        hall.done(W1, park(15));
        hall.done(SYSTEM, new Command.CloseDay());
        assertThat(hall.status(parked)).isEqualTo(TicketStatus.ENDED);
        assertThat(hall.state.parked()).isEmpty();
    }

    @Test
    void aCategoryIsNotTakenFromUnderAParkedTicket() {
        hall.waits("A");
        serving(1);
        hall.done(W1, park(15));
        HallConfig was = hall.state.config();
        HallConfig without =
                new HallConfig(
                        0,
                        was.name(),
                        was.areas(),
                        was.categories().stream().filter(c -> !c.id().equals("A")).toList(),
                        was.windows().stream()
                                .map(
                                        w ->
                                                new HallConfig.Window(
                                                        w.no(),
                                                        w.label(),
                                                        w.area(),
                                                        w.zone(),
                                                        w.device(),
                                                        w.categories().stream()
                                                                .filter(c -> !c.equals("A"))
                                                                .toList(),
                                                        w.evaluator()))
                                .toList(),
                        was.ranges(),
                        was.rules(),
                        was.hours(),
                        was.texts());
        assertThat(
                        hall.refused(
                                SYSTEM,
                                new Command.ConfigPut(without, hall.state.staff(), was.version())))
                .isEqualTo(RefusalCode.IN_USE);
    }

    @Test
    void aTransferKeepsThePlaceOfTheTake() {
        UUID first = hall.waits("A");
        hall.pass(Duration.ofMinutes(1));
        hall.waits("C");
        serving(1);
        assertThat(hall.done(W1, new Command.TicketTransfer(1, null, "C", "应由不动产办理")))
                .isEqualTo(new Answer.TicketIs("A001", first, TicketStatus.WAITING));
        assertThat(hall.ticket(first).category()).isEqualTo("C");
        assertThat(hall.view(1).ticket()).isNull();
        assertThat(hall.view(4).next()).containsExactly("A001", "GA001");
        assertThat(hall.callNext(4)).isEqualTo(first);
    }

    @Test
    void aTransferGoesToAnotherKnownCategory() {
        hall.waits("A");
        serving(1);
        assertThat(hall.refused(W1, new Command.TicketTransfer(1, null, "A", null)))
                .isEqualTo(RefusalCode.SAME_CATEGORY);
        assertThat(hall.refused(W1, new Command.TicketTransfer(1, null, "nope", null)))
                .isEqualTo(RefusalCode.UNKNOWN_CATEGORY);
    }

    @Test
    void parkingAndHandingOnNeedTheHall() {
        hall.waits("A");
        serving(1);
        Decision decision = hall.handIn(W1, park(15));
        assertThat(((Decision.Refused) decision).refusal().code())
                .isEqualTo(RefusalCode.NOT_OFFLINE);
    }
}
