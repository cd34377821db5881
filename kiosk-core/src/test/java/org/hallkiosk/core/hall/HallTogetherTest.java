package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.dispenser.Taking;
import org.hallkiosk.core.role.window.Evaluator;
import org.junit.jupiter.api.Test;

/** Dispenser, hall, window and evaluator together (TICKET.md). */
class HallTogetherTest {

    private final SimulatedHall hall = new SimulatedHall();

    private List<Taking> take() {
        return take(hall.ids.next());
    }

    private List<Taking> take(UUID id) {
        return take(new TakeIntent(id, "general", Priority.NONE));
    }

    private List<Taking> take(TakeIntent intent) {
        List<Taking> news = new ArrayList<>();
        hall.device.execute(() -> hall.dispenser.take(intent, news::add));
        return news;
    }

    private String ask(String verb, String body) {
        return ask(verb, hall.ids.next(), body);
    }

    private String ask(String verb, UUID id, String body) {
        CompletionStage<byte[]> answer =
                hall.role
                        .desk()
                        .request(
                                Actor.demo(),
                                verb,
                                ("{\"id\":\"" + id + "\"," + body + "}").getBytes(UTF_8));
        hall.settle();
        return new String(answer.toCompletableFuture().join(), UTF_8);
    }

    private Ticket ticket(String number) {
        Ticket ticket = hall.role.hall().state().ticket(number);
        assertThat(ticket).as(number).isNotNull();
        return requireNonNull(ticket);
    }

    /** EVENTS.md 7: ten seconds without progress, whenever they begin. */
    @Test
    void whatTheCenterDidNotHearIsSentAgainAfterTenSeconds() {
        SimulatedCenter center = hall.startCenter();
        for (int round = 0; round < 10; round++) {
            center.hears = false;
            take();
            hall.settle();
            center.hears = true;
            assertThat(hall.role.outbox().depth()).isPositive();
            hall.time.advance(Duration.ofSeconds(10));
            assertThat(hall.role.outbox().depth()).as("round %d", round).isZero();
        }
    }

    @Test
    void aTouchBecomesATicketThatIsCalledServedAndRated() {
        List<Taking> news = take();
        hall.settle();

        assertThat(news.getLast())
                .isInstanceOfSatisfying(
                        Taking.Issued.class,
                        issued -> {
                            assertThat(issued.ticket()).isEqualTo("A001");
                            assertThat(issued.proof()).isEqualTo(ProofLevel.CUT);
                            assertThat(issued.last()).isTrue();
                            assertThat(issued.offline()).isFalse();
                        });
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(hall.printer.printed.getFirst().qrCode())
                .matches("HK1:hall-1:.{36}:[0-9a-f]{16}");
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WAITING);

        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        assertThat(hall.sign.now())
                .satisfies(
                        view -> {
                            assertThat(view.state()).isEqualTo(WindowSign.State.CALLED);
                            assertThat(view.ticket()).isEqualTo("A001");
                            assertThat(view.stale()).isFalse();
                        });
        assertThat(hall.sign.shown.stream().filter(WindowSign.View::newCall)).hasSize(1);

        ask("ticket.finish", "\"window\":1");
        assertThat(hall.evaluator.isOpen(1)).isTrue();
        UUID press = hall.ids.next();
        CompletionStage<Evaluator.Press> pressed = hall.evaluator.press(press, 1, 5);
        hall.settle();
        assertThat(pressed.toCompletableFuture().join()).isInstanceOf(Evaluator.Press.Sent.class);
        assertThat(hall.evaluator.isOpen(1)).isFalse();
        assertThat(types()).endsWith("EvaluationOffered", "EvaluationSubmitted");
        CompletionStage<Evaluator.Press> second = hall.evaluator.press(hall.ids.next(), 1, 1);
        hall.settle();
        assertThat(second.toCompletableFuture().join()).isInstanceOf(Evaluator.Press.NotOpen.class);
    }

    @Test
    void noTokenStandsInTheJournal() {
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        ask("ticket.finish", "\"window\":1");
        assertThat(hall.evaluator.isOpen(1)).isTrue();
        for (Entry entry : hall.journal.read(Position.START, 1000)) {
            assertThat(new String(entry.bytes(), UTF_8)).doesNotContain("\"token\"");
        }
    }

    @Test
    void theSameTouchTwiceIsOneTicket() {
        UUID touch = hall.ids.next();
        take(touch);
        List<Taking> again = take(touch);
        hall.settle();
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(again.getLast()).isInstanceOf(Taking.Issued.class);
    }

    @Test
    void aFailedPrintTakesTheNumberBack() {
        hall.printer.end = ProofLevel.FAILED;
        take();
        hall.settle();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WITHDRAWN);
    }

    @Test
    void aPrintThatNobodyVouchesForIsCallableButMarked() {
        hall.printer.end = ProofLevel.UNKNOWN;
        take();
        hall.settle();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.UNCONFIRMED);
    }

    @Test
    void aPrinterThatNeedsCareGivesNoNumber() {
        hall.printer.readiness = SlipPrinter.Readiness.NEEDS_CARE;
        List<Taking> news = take();
        hall.settle();
        assertThat(news.getLast()).isEqualTo(new Taking.Impossible(Taking.Reason.PRINTER));
        assertThat(hall.role.hall().state().tickets()).isEmpty();
    }

    @Test
    void withoutTheHallTheDispenserIssuesFromItsBlockAndTheHallAdopts() {
        hall.broker.cut(SimulatedHall.HALL);
        hall.settle();
        List<Taking> news = take(new TakeIntent(hall.ids.next(), "general", Priority.PREGNANT));
        hall.time.advance(Duration.ofSeconds(3));
        assertThat(hall.printer.printed.getLast().priority()).isEqualTo(Priority.PREGNANT);
        assertThat(news.getLast())
                .isInstanceOfSatisfying(
                        Taking.Issued.class,
                        issued -> {
                            assertThat(issued.ticket()).isEqualTo("A700");
                            assertThat(issued.offline()).isTrue();
                            assertThat(issued.ahead()).isEmpty();
                        });
        assertThat(hall.dispenser.handInDepth()).isPositive();

        hall.broker.mend(SimulatedHall.HALL);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(hall.dispenser.handInDepth()).isZero();
        assertThat(ticket("A700").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(ticket("A700").priority()).isEqualTo(Priority.PREGNANT);
        // The take itself arrived late, or not at all: in neither case is there a second number.
        assertThat(
                        hall.role.hall().state().tickets().stream()
                                .filter(t -> t.status() == TicketStatus.WAITING))
                .hasSize(1);
    }

    @Test
    void aWindowThatDoesNotHearTheHallSaysSo() {
        assertThat(hall.sign.now().stale()).isFalse();
        hall.broker.cut(SimulatedHall.HALL);
        hall.time.advance(Duration.ofSeconds(16));
        assertThat(hall.sign.now().stale()).isTrue();
        hall.broker.mend(SimulatedHall.HALL);
        hall.time.advance(Duration.ofSeconds(15));
        assertThat(hall.sign.now().stale()).isFalse();
    }

    @Test
    void aHallThatIsStartedAnewAnnouncesItsStatesAgain() {
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        hall.crashHall();
        hall.time.advance(Duration.ofSeconds(16));
        assertThat(hall.sign.now().stale()).isTrue();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(15));
        assertThat(hall.sign.now().stale()).isFalse();
        assertThat(hall.sign.now().ticket()).isEqualTo("A001");
    }

    @Test
    void anOfferThatDoesNotReachTheEvaluatorIsMadeAgainWhileItLasts() {
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        hall.broker.cut(SimulatedHall.WINDOW);
        ask("ticket.finish", "\"window\":1");
        hall.time.advance(Duration.ofSeconds(30));
        assertThat(hall.evaluator.isOpen(1)).isFalse();
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofSeconds(60));
        assertThat(hall.evaluator.isOpen(1)).isTrue();
        assertThat(types().stream().filter("EvaluationOffered"::equals).count())
                .as("each with a new token's hash")
                .isGreaterThan(1);
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAlsoAfterARestart() {
        UUID id = hall.ids.next();
        String first = ask("ticket.take", id, "\"category\":\"general\",\"device\":null");
        assertThat(first).contains("\"ok\":true");
        assertThat(ask("ticket.take", id, "\"category\":\"general\",\"device\":null"))
                .isEqualTo(first);
        hall.crashHall();
        hall.startHall();
        hall.settle();
        assertThat(ask("ticket.take", id, "\"category\":\"general\",\"device\":null"))
                .isEqualTo(first);
        assertThat(ask("ticket.take", id, "\"category\":\"general\",\"device\":\"x\""))
                .contains("id-reused");
        assertThat(hall.role.hall().state().tickets()).hasSize(1);
    }

    @Test
    void aRestartForgetsNobody() {
        take();
        hall.settle();
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        hall.crashHall();
        hall.startHall();
        hall.settle();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.CALLED);
        assertThat(ticket("A002").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(types().stream().filter("DayOpened"::equals)).hasSize(1);
        assertThat(ask("ticket.call-next", "\"window\":1,\"close\":\"miss\"")).contains("A002");
    }

    @Test
    void anEvaluationStaysOpenAcrossARestartWithANewToken() {
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        ask("ticket.finish", "\"window\":1");
        hall.crashHall();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(20));
        CompletionStage<Evaluator.Press> pressed = hall.evaluator.press(hall.ids.next(), 1, 4);
        hall.settle();
        assertThat(pressed.toCompletableFuture().join()).isInstanceOf(Evaluator.Press.Sent.class);
        assertThat(types()).endsWith("EvaluationSubmitted");
    }

    @Test
    void aParkedTicketGoesBackByItselfAlsoAcrossARestart() {
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        ask("ticket.start", "\"window\":1");
        assertThat(ask("ticket.park", "\"window\":1,\"minutes\":10")).contains("\"parked\"");
        assertThat(hall.sign.now().state()).isEqualTo(WindowSign.State.WAITING);
        hall.time.advance(Duration.ofMinutes(9));
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.PARKED);
        hall.crashHall();
        hall.startHall();
        hall.settle();
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.PARKED);
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(types()).endsWith("TicketReturned");
    }

    @Test
    void aFullDiskIsSaidAndPassesWithoutLoss() {
        String before = ask("ticket.take", "\"category\":\"general\",\"device\":null");
        assertThat(before).contains("A001");
        hall.journal.fail(Outcome.Reason.DISK_FULL, "no room");
        assertThat(ask("ticket.take", "\"category\":\"general\",\"device\":null"))
                .contains("\"degraded\"");
        assertThat(hall.role.hall().state().tickets()).hasSize(1);
        hall.journal.heal();
        hall.time.advance(Duration.ofSeconds(5));
        assertThat(ask("ticket.take", "\"category\":\"general\",\"device\":null")).contains("A002");
    }

    @Test
    void aNewDateIsANewDayAndNumbersBeginAnew() {
        ask("ticket.take", "\"category\":\"general\",\"device\":null");
        hall.time.advance(Duration.ofHours(16));
        assertThat(types()).contains("DayClosed");
        assertThat(ask("ticket.take", "\"category\":\"general\",\"device\":null")).contains("A001");
    }

    @Test
    void aSteppedClockOpensNoDayUntilAPersonConfirms() {
        hall.time.stepWallClock(Duration.ofDays(1));
        hall.time.advance(Duration.ofSeconds(3));
        assertThat(types()).contains("ClockStepped").doesNotContain("DayClosed");
    }

    @Test
    void everyEventIsNumberedOnce() {
        for (int i = 0; i < 30; i++) {
            take();
        }
        hall.time.advance(Duration.ofSeconds(30));
        Set<Position> seen = new HashSet<>();
        List<Entry> all = hall.journal.read(Position.START, 10_000);
        all.forEach(entry -> assertThat(seen.add(entry.position())).isTrue());
        assertThat(hall.role.hall().state().tickets()).hasSize(30);
    }

    private List<String> types() {
        return hall.journal.read(Position.START, 10_000).stream()
                .map(entry -> new String(entry.bytes(), UTF_8))
                .map(text -> text.replaceAll("(?s).*\"type\":\"([A-Za-z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void aCallIsSpokenOnceAndSoIsEachRecall() {
        List<SpokenLine> lines = hall.listen(SimulatedHall.ZONE_1);
        take();
        hall.settle();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        UUID next = hall.ids.next();
        ask("ticket.call-next", next, "\"window\":1");
        ask("ticket.call-next", next, "\"window\":1");
        ask("ticket.recall", "\"window\":1");
        ask("ticket.start", "\"window\":1");
        assertThat(lines).extracting(SpokenLine::count).containsExactly(1, 2);
        assertThat(lines).extracting(SpokenLine::id).containsOnly(lines.getFirst().id());
        assertThat(lines.getFirst().text()).isEqualTo("请A001号到1号窗口");
        assertThat(lines.getFirst().args()).containsEntry("ticket", "A001");

        hall.crashHall();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(30));
        assertThat(lines).as("a restart calls nobody again").hasSize(2);
    }
}
