package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.ClerkPad;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.core.port.RatingPad;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clerk who has nothing but a call pad, and citizens with an evaluator (TICKET.md). */
class CallPadsTest {

    private static final Duration TIME_TO_COME = Duration.ofSeconds(15);

    private final SimulatedHall hall = new SimulatedHall();

    @BeforeEach
    void twoWaitAndTheWindowIsOpen() {
        take();
        take();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        hall.time.advance(Duration.ofSeconds(2));
    }

    private void take() {
        hall.device.execute(
                () ->
                        hall.dispenser.take(
                                new TakeIntent(hall.ids.next(), "general", Priority.NONE),
                                news -> {}));
        hall.settle();
    }

    private void ask(String verb, String body) {
        CompletionStage<byte[]> answer =
                hall.role
                        .desk()
                        .request(
                                Actor.demo(),
                                verb,
                                ("{\"id\":\"" + hall.ids.next() + "\"," + body + "}")
                                        .getBytes(UTF_8));
        hall.settle();
        assertThat(new String(answer.toCompletableFuture().join(), UTF_8)).contains("\"ok\":true");
    }

    /** Presses and lets the hall answer; gives the beeps that followed. */
    private int press(ClerkPad.Key key) {
        int before = hall.pad.beeps;
        hall.pad.press(key);
        hall.settle();
        return hall.pad.beeps - before;
    }

    private TicketStatus status(String number) {
        Ticket ticket = hall.role.hall().state().ticket(number);
        assertThat(ticket).as(number).isNotNull();
        return ticket == null ? TicketStatus.ENDED : ticket.status();
    }

    private List<String> events() {
        return hall.journal.read(Position.START, 10_000).stream()
                .map(entry -> new String(entry.bytes(), UTF_8))
                .toList();
    }

    private static String hallTime(Instant at) {
        return "\"at\":\""
                + at.truncatedTo(ChronoUnit.SECONDS).atZone(SimulatedHall.ZONE).toLocalDateTime();
    }

    private List<String> types() {
        return events().stream()
                .map(text -> text.replaceAll("(?s).*\"type\":\"([A-Za-z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void itShowsWhoWaitsAndWhoIsCalled() {
        assertThat(hall.pad.now).isEqualTo(new ClerkPad.View(OptionalInt.of(2), ""));
        assertThat(press(ClerkPad.Key.NEXT)).isZero();
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.pad.now).isEqualTo(new ClerkPad.View(OptionalInt.of(1), "A001"));
        assertThat(hall.sign.now().state()).isEqualTo(WindowSign.State.CALLED);
        hall.broker.cut(SimulatedHall.HALL);
        hall.time.advance(Duration.ofSeconds(16));
        assertThat(hall.pad.now)
                .as("an old count is no count; the ticket is still there")
                .isEqualTo(new ClerkPad.View(OptionalInt.empty(), "A001"));
    }

    @Test
    void nextWhileCalledIsRefusedForFifteenSecondsAndThenMisses() {
        press(ClerkPad.Key.NEXT);
        assertThat(press(ClerkPad.Key.NEXT)).isEqualTo(1);
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
        hall.time.advance(TIME_TO_COME);
        assertThat(press(ClerkPad.Key.NEXT)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.MISSED);
        assertThat(status("A002")).isEqualTo(TicketStatus.CALLED);
        hall.time.advance(TIME_TO_COME);
        assertThat(press(ClerkPad.Key.NEXT)).as("nobody waits").isEqualTo(1);
        assertThat(status("A002")).as("and so nobody was missed").isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void nextWhileServingFinishes() {
        press(ClerkPad.Key.NEXT);
        ask("ticket.start", "\"window\":1");
        assertThat(press(ClerkPad.Key.NEXT)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(status("A002")).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void recallAndMissWantACalledTicket() {
        assertThat(press(ClerkPad.Key.RECALL)).isEqualTo(1);
        assertThat(press(ClerkPad.Key.MISS)).isEqualTo(1);
        press(ClerkPad.Key.NEXT);
        assertThat(press(ClerkPad.Key.RECALL)).isZero();
        assertThat(types()).endsWith("TicketRecalled");
        assertThat(press(ClerkPad.Key.MISS)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.MISSED);
        assertThat(hall.pad.now.ticket()).isEmpty();
    }

    @Test
    void pauseTakesTheClerkAwayAndBack() {
        assertThat(press(ClerkPad.Key.PAUSE)).isZero();
        assertThat(hall.sign.now().state()).isEqualTo(WindowSign.State.PAUSED);
        assertThat(press(ClerkPad.Key.NEXT)).as("paused").isEqualTo(1);
        assertThat(press(ClerkPad.Key.PAUSE)).isZero();
        assertThat(hall.sign.now().state()).isEqualTo(WindowSign.State.WAITING);
        press(ClerkPad.Key.NEXT);
        assertThat(press(ClerkPad.Key.PAUSE)).as("nobody leaves a citizen").isEqualTo(1);
    }

    @Test
    void whatIsNotPossibleForACalledTicketIsRefusedAndCancelIsNothing() {
        press(ClerkPad.Key.NEXT);
        for (ClerkPad.Key key :
                List.of(ClerkPad.Key.CALL_BACK, ClerkPad.Key.PAUSE, ClerkPad.Key.CONFIRM)) {
            assertThat(press(key)).as(key.name()).isEqualTo(1);
        }
        assertThat(press(ClerkPad.Key.CANCEL)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void whoeverIsOnlyCalledIsStartedAndSetAside() {
        press(ClerkPad.Key.NEXT);
        assertThat(press(ClerkPad.Key.PARK)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.PARKED);
        assertThat(types()).endsWith("TicketCalled", "TicketStarted", "TicketParked");
        assertThat(press(ClerkPad.Key.PARK)).as("nobody is there").isEqualTo(1);
    }

    @Test
    void transferHandsOnToTheCategoryOfTheConfiguration() {
        assertThat(press(ClerkPad.Key.TRANSFER)).as("nobody is there").isEqualTo(1);
        press(ClerkPad.Key.NEXT);
        assertThat(press(ClerkPad.Key.TRANSFER)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.WAITING);
        assertThat(hall.role.hall().state().ticket("A001"))
                .extracting(Ticket::category)
                .isEqualTo("tax");
        assertThat(hall.pad.now.ticket()).isEmpty();
    }

    @Test
    void standBackIsSpokenOnceInTheZoneOfTheWindow() {
        List<SpokenLine> lines = hall.listen(SimulatedHall.ZONE_1);
        assertThat(press(ClerkPad.Key.STAND_BACK)).isZero();
        assertThat(lines).extracting(SpokenLine::text).containsExactly("1号窗口，请在一米线外等候");
        assertThat(press(ClerkPad.Key.STAND_BACK)).isZero();
        assertThat(lines).as("a second press is a second line").hasSize(2);
        assertThat(lines).extracting(SpokenLine::id).doesNotHaveDuplicates();
        ask("window.pause", "\"window\":1,\"staff\":\"1001\"");
        assertThat(press(ClerkPad.Key.STAND_BACK)).as("nobody waits there").isEqualTo(1);
    }

    @Test
    void theHallIsNeededForSettingAsideAndHandingOn() {
        press(ClerkPad.Key.NEXT);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        for (ClerkPad.Key key :
                List.of(ClerkPad.Key.PARK, ClerkPad.Key.TRANSFER, ClerkPad.Key.STAND_BACK)) {
            int before = hall.pad.beeps;
            hall.pad.press(key);
            hall.time.advance(Duration.ofSeconds(11));
            assertThat(hall.pad.beeps - before).as(key.name()).isEqualTo(1);
        }
        assertThat(hall.windowLog.waiting()).isEmpty();
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void whoeverIsServedIsSetAsideAndCalledBack() {
        assertThat(press(ClerkPad.Key.CALL_BACK)).as("nobody was set aside").isEqualTo(1);
        press(ClerkPad.Key.NEXT);
        ask("ticket.start", "\"window\":1");
        assertThat(press(ClerkPad.Key.PARK)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.PARKED);
        press(ClerkPad.Key.NEXT);
        assertThat(status("A002")).isEqualTo(TicketStatus.CALLED);
        press(ClerkPad.Key.EVALUATE);
        assertThat(press(ClerkPad.Key.CALL_BACK)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
        assertThat(hall.pad.now.ticket()).isEqualTo("A001");
    }

    @Test
    void aClosedWindowCallsNobody() {
        ask("window.close", "\"window\":1,\"staff\":\"1001\"");
        assertThat(press(ClerkPad.Key.NEXT)).isEqualTo(1);
        assertThat(press(ClerkPad.Key.PAUSE)).isEqualTo(1);
    }

    @Test
    void theSameKeyWhileItIsUnderWayIsTheSamePress() {
        hall.pad.press(ClerkPad.Key.NEXT);
        hall.pad.press(ClerkPad.Key.NEXT);
        hall.pad.press(ClerkPad.Key.NEXT);
        assertThat(hall.pad.beeps).isZero();
        hall.pad.press(ClerkPad.Key.RECALL);
        assertThat(hall.pad.beeps).as("another key waits its turn").isEqualTo(1);
        hall.settle();
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
    }

    @Test
    void padAndPageTogetherSkipNobody() {
        // The page calls in the moment in which the pad's press is on its way.
        hall.pad.press(ClerkPad.Key.NEXT);
        ask("ticket.call-next", "\"window\":1,\"close\":\"miss\"");
        hall.settle();
        assertThat(types().stream().filter("TicketCalled"::equals)).hasSizeBetween(1, 2);
        assertThat(List.of(status("A001"), status("A002")))
                .as("the pad saw nobody, so it never passes over the one that the page called")
                .isIn(
                        List.of(TicketStatus.CALLED, TicketStatus.WAITING),
                        List.of(TicketStatus.MISSED, TicketStatus.CALLED));
    }

    @Test
    void aNextWithoutTheHallEndsAfterTenSecondsWithABeep() {
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.pad.press(ClerkPad.Key.NEXT);
        hall.time.advance(Duration.ofSeconds(9));
        assertThat(hall.pad.beeps).isZero();
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.pad.beeps).isEqualTo(1);
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(types()).doesNotContain("TicketCalled");
        assertThat(hall.pad.beeps).isEqualTo(1);
    }

    @Test
    void aFinishWithoutTheHallArrivesOnceWhenItIsBack() {
        press(ClerkPad.Key.NEXT);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        hall.pad.press(ClerkPad.Key.EVALUATE);
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(hall.pad.now.ticket()).as("it has left").isEmpty();
        assertThat(press(ClerkPad.Key.EVALUATE)).as("there is nobody to finish").isEqualTo(1);
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(types().stream().filter("TicketFinished"::equals)).hasSize(1);
    }

    @Test
    void whatIsPressedAloneIsHandedInOnceInOrderWithItsTimeAlsoAfterAKill() {
        press(ClerkPad.Key.NEXT);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        Instant recalled = hall.time.now();
        assertThat(press(ClerkPad.Key.RECALL)).isZero();
        hall.time.advance(Duration.ofSeconds(30));
        Instant missed = hall.time.now();
        assertThat(press(ClerkPad.Key.MISS)).isZero();
        assertThat(hall.windowLog.waiting()).hasSize(2);
        hall.restartWindow();
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(press(ClerkPad.Key.RECALL)).as("nobody is at the window").isEqualTo(1);
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);

        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(types()).endsWith("TicketRecalled", "TicketMissed");
        assertThat(hall.windowLog.waiting()).isEmpty();
        assertThat(status("A001")).isEqualTo(TicketStatus.MISSED);
        List<String> offline =
                events().stream().filter(text -> text.contains("\"offline\"")).toList();
        assertThat(offline).hasSize(2);
        assertThat(offline.getFirst()).contains("\"seq\":1").contains(hallTime(recalled));
        assertThat(offline.getLast()).contains("\"seq\":2").contains(hallTime(missed));
        assertThat(press(ClerkPad.Key.NEXT)).isZero();
        assertThat(status("A002")).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void whatNoLongerFitsSoundsWhenItIsHandedIn() {
        press(ClerkPad.Key.NEXT);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        assertThat(press(ClerkPad.Key.MISS)).isZero();
        ask("ticket.finish", "\"window\":1");
        ask("ticket.call-next", "\"window\":1");
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(types()).contains("HandInIgnored").doesNotContain("TicketMissed");
        assertThat(hall.pad.beeps).isEqualTo(1);
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(hall.pad.now.ticket()).as("what the hall says, stands").isEqualTo("A002");
    }

    @Test
    void aHallThatDoesNotAnswerIsAwayToo() {
        press(ClerkPad.Key.NEXT);
        hall.crashHall();
        hall.pad.press(ClerkPad.Key.EVALUATE);
        hall.time.advance(Duration.ofSeconds(3));
        assertThat(hall.windowLog.waiting()).hasSize(1);
        assertThat(hall.pad.now.ticket()).isEmpty();
        hall.pad.press(ClerkPad.Key.NEXT);
        hall.time.advance(Duration.ofSeconds(9));
        assertThat(hall.pad.beeps).isZero();
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.pad.beeps).as("nobody is called without the hall").isEqualTo(1);
        hall.startHall();
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
    }

    @Test
    void aRatingAloneSurvivesAKillAndItsFiveMinutes() {
        press(ClerkPad.Key.NEXT);
        press(ClerkPad.Key.EVALUATE);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        hall.rating.press(2);
        hall.settle();
        assertThat(hall.rating.shown).endsWith(RatingPad.State.THANKING);
        hall.restartWindow();
        hall.time.advance(Duration.ofMinutes(10));
        assertThat(types()).endsWith("EvaluationExpired");
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(submitted()).as("it was pressed in time").containsExactly(2);
        assertThat(hall.windowLog.waiting()).isEmpty();
        assertThat(hall.rating.shown).doesNotContain(RatingPad.State.ASKING);
    }

    @Test
    void aRatingFromBeforeAHallsRestartGoesInWithTheNewToken() {
        press(ClerkPad.Key.NEXT);
        press(ClerkPad.Key.EVALUATE);
        hall.crashHall();
        hall.rating.press(3);
        hall.time.advance(Duration.ofSeconds(5));
        assertThat(hall.windowLog.waiting()).hasSize(1);
        hall.startHall();
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(submitted()).containsExactly(3);
        assertThat(hall.rating.shown)
                .as("nobody is asked twice")
                .containsOnlyOnce(RatingPad.State.ASKING);
    }

    @Test
    void theTokenIsInNoEventOfARatingThatWasKept() {
        press(ClerkPad.Key.NEXT);
        press(ClerkPad.Key.EVALUATE);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        hall.rating.press(2);
        hall.settle();
        String token =
                hall.windowLog.waiting().getFirst().deed()
                                instanceof DeviceLog.Deed.Rated(Rating rating)
                        ? rating.token()
                        : "";
        assertThat(token).isNotEmpty();
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(submitted()).containsExactly(2);
        assertThat(events()).noneMatch(text -> text.contains(token));
    }

    @Test
    void evaluateFinishesAsksAndTheFirstPressIsTheRating() {
        hall.rating.press(1);
        hall.settle();
        assertThat(types()).as("nobody was asked").doesNotContain("EvaluationSubmitted");
        press(ClerkPad.Key.NEXT);
        hall.rating.press(1);
        assertThat(press(ClerkPad.Key.EVALUATE)).isZero();
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(hall.rating.shown).containsExactly(RatingPad.State.ASKING);
        hall.rating.press(4);
        hall.rating.press(1);
        hall.settle();
        assertThat(types()).endsWith("EvaluationOffered", "EvaluationSubmitted");
        assertThat(submitted()).containsExactly(4);
        assertThat(hall.rating.shown).endsWith(RatingPad.State.THANKING);
        hall.time.advance(Duration.ofSeconds(10));
        assertThat(hall.rating.shown).endsWith(RatingPad.State.RESTING);
        hall.rating.press(2);
        hall.settle();
        assertThat(submitted()).containsExactly(4);
    }

    @Test
    void nobodyIsAskedForEver() {
        press(ClerkPad.Key.NEXT);
        press(ClerkPad.Key.EVALUATE);
        hall.time.advance(Duration.ofMinutes(6));
        assertThat(hall.rating.shown).endsWith(RatingPad.State.RESTING);
        hall.rating.press(1);
        hall.settle();
        assertThat(submitted()).isEmpty();
    }

    @Test
    void aRatingWithoutTheHallIsSentAgainUntilItArrives() {
        press(ClerkPad.Key.NEXT);
        press(ClerkPad.Key.EVALUATE);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        hall.rating.press(5);
        hall.time.advance(Duration.ofMinutes(1));
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(submitted()).containsExactly(5);
    }

    private List<Integer> submitted() {
        return events().stream()
                .filter(text -> text.contains("\"EvaluationSubmitted\""))
                .map(text -> Integer.valueOf(text.replaceAll("(?s).*\"level\":([1-5]).*", "$1")))
                .toList();
    }
}
