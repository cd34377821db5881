package org.hallkiosk.core.hall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.contract.ContractSchemas;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.TicketSlip;
import org.junit.jupiter.api.Test;

/**
 * The command {@code dispenser.take} that arrives again (RELIABILITY.md T24): after a restart,
 * after its answer is forgotten, the next day. A ticket whose paper is proved gets no second one.
 */
class RepeatedTakeTest {

    private final SimulatedHall hall = new SimulatedHall();
    private final UUID id = hall.ids.next();

    /** Sends the command and waits for longer than it may take. */
    private DeviceReply take() {
        CompletionStage<DeviceReply> reply = command();
        hall.time.advance(Duration.ofSeconds(11));
        return reply.toCompletableFuture().join();
    }

    /** The same command each time; its answer is not waited for. */
    private CompletionStage<DeviceReply> command() {
        return hall.role
                .devices()
                .send(
                        SimulatedHall.DISPENSER,
                        id,
                        new DeviceCommand.DispenserTake("general", Priority.NONE));
    }

    private static Map<String, Object> fields(DeviceReply reply) {
        assertThat(reply).isInstanceOf(DeviceReply.Done.class);
        Map<String, Object> fields =
                reply instanceof DeviceReply.Done done ? done.fields() : Map.of();
        Map<String, Object> answer = new HashMap<>(fields);
        answer.put("ok", true);
        new ContractSchemas()
                .assertValid(
                        "answer/dispenser.take", new ObjectMapper().valueToTree(answer).toString());
        return fields;
    }

    private TicketStatus status() {
        return hall.role.hall().state().tickets().iterator().next().status();
    }

    @Test
    void aProvedTicketIsAnsweredAgainAndNotPrintedAgain() {
        DeviceReply first = take();
        assertThat(fields(first)).containsEntry("ticket", "A001").containsEntry("proof", "cut");
        hall.restartDispenser();

        assertThat(take()).isEqualTo(first);
        assertThat(take()).isEqualTo(first);
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(hall.role.hall().state().tickets()).hasSize(1);
    }

    @Test
    void itIsNotPrintedAgainAfterTheAnswerIsForgottenEither() {
        DeviceReply first = take();
        hall.time.advance(Duration.ofHours(1));
        assertThat(take()).isEqualTo(first);
        assertThat(hall.printer.printed).hasSize(1);
    }

    @Test
    void itIsAnsweredAgainWhileThePrinterIsNotReady() {
        DeviceReply first = take();
        hall.printer.readiness = SlipPrinter.Readiness.NEEDS_CARE;
        hall.restartDispenser();
        assertThat(take()).isEqualTo(first);
        hall.restartDispenser();
        hall.printer.readiness = SlipPrinter.Readiness.GONE;
        assertThat(take()).isEqualTo(first);
        assertThat(hall.printer.printed).hasSize(1);
    }

    @Test
    void whileThePrinterIsNotReadyNothingIsTakenAndNothingPrinted() {
        hall.printer.readiness = SlipPrinter.Readiness.NEEDS_CARE;
        DeviceReply noPrinter = DeviceReply.Failed.of(DeviceReply.Failure.PRINTER);
        assertThat(take()).isEqualTo(noPrinter);
        assertThat(hall.role.hall().state().tickets()).isEmpty();

        // One whose paper nobody can vouch for waits for the printer.
        hall.restartDispenser();
        hall.printer.readiness = SlipPrinter.Readiness.READY;
        hall.printer.end = ProofLevel.UNKNOWN;
        take();
        hall.printer.readiness = SlipPrinter.Readiness.NEEDS_CARE;
        hall.restartDispenser();
        assertThat(take()).isEqualTo(noPrinter);
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(status()).isEqualTo(TicketStatus.UNCONFIRMED);
    }

    @Test
    void whatNobodyCanVouchForIsPrintedAgainAndMarked() {
        hall.printer.end = ProofLevel.UNKNOWN;
        take();
        hall.printer.end = ProofLevel.CUT;
        hall.restartDispenser();
        // Once more, so that the ticket does not stand among the unproved any longer.
        hall.restartDispenser();

        assertThat(fields(take())).containsEntry("ticket", "A001").containsEntry("proof", "cut");
        assertThat(hall.printer.printed).extracting(TicketSlip::again).containsExactly(false, true);
        assertThat(status()).isEqualTo(TicketStatus.WAITING);
        take();
        assertThat(hall.printer.printed).hasSize(2);
    }

    @Test
    void killedWhileItPrintedItPrintsASecondThatSaysSo() {
        CompletionStage<DeviceReply> lost = command();
        hall.time.advance(Duration.ofMillis(300));
        assertThat(hall.printer.printed).hasSize(1);
        hall.restartDispenser();
        assertThat(lost.toCompletableFuture().join()).isInstanceOf(DeviceReply.Failed.class);
        assertThat(status()).isEqualTo(TicketStatus.UNCONFIRMED);

        assertThat(fields(take())).containsEntry("proof", "cut");
        assertThat(hall.printer.printed).extracting(TicketSlip::again).containsExactly(false, true);
    }

    @Test
    void aTicketWhosePrintFailedIsNotPrintedLater() {
        hall.printer.end = ProofLevel.FAILED;
        take();
        assertThat(status()).isEqualTo(TicketStatus.WITHDRAWN);
        hall.printer.end = ProofLevel.CUT;
        hall.restartDispenser();

        assertThat(fields(take())).containsEntry("proof", "failed");
        assertThat(hall.printer.printed).hasSize(1);
    }

    @Test
    void theNextDayItIsNoTicketAnyMore() {
        take();
        hall.restartDispenser();
        hall.time.advance(Duration.ofHours(16));
        assertThat(take()).isInstanceOf(DeviceReply.Refused.class);
        assertThat(hall.printer.printed).hasSize(1);
    }

    @Test
    void oneThatWasIssuedAloneIsNotTakenAgainBeforeItIsHandedIn() {
        // The command is under way to the dispenser when the hall goes.
        CompletionStage<DeviceReply> lost = command();
        hall.time.advance(Duration.ofMillis(1));
        hall.crashHall();
        hall.time.advance(Duration.ofSeconds(20));
        assertThat(lost.toCompletableFuture().isDone()).isTrue();
        assertThat(hall.printer.printed).extracting(TicketSlip::ticket).containsExactly("A700");
        hall.restartDispenser();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(5));

        assertThat(fields(take())).containsEntry("ticket", "A700").containsEntry("proof", "cut");
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(hall.role.hall().state().tickets()).hasSize(1);
    }

    @Test
    void oneWhosePaperOnlyTheLogKnowsOfIsMarkedBeforeItIsHandedIn() {
        hall.printer.end = ProofLevel.UNKNOWN;
        command();
        hall.time.advance(Duration.ofMillis(300));
        assertThat(hall.printer.printed).hasSize(1);
        hall.crashHall();
        hall.time.advance(Duration.ofSeconds(12));
        assertThat(hall.log.waiting()).as("its proof").hasSize(1);
        // The command comes again to the next process before that is handed in.
        hall.handsIn = false;
        hall.restartDispenser();
        hall.startHall();
        hall.time.advance(Duration.ofSeconds(10));
        assertThat(status()).isEqualTo(TicketStatus.REQUESTED);

        hall.printer.end = ProofLevel.CUT;
        assertThat(fields(take())).containsEntry("proof", "cut");
        assertThat(hall.printer.printed).extracting(TicketSlip::again).containsExactly(false, true);
    }
}
