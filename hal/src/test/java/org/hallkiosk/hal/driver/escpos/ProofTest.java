package org.hallkiosk.hal.driver.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.driver.escpos.Counter.Print;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.junit.jupiter.api.Test;

/** How far each profile proves a ticket, and that it never proves more than came out. */
class ProofTest {

    @Test
    void anEpsonProvesTheCut() {
        Counter counter = new Counter("epson", PrinterModel.EPSON);
        Print print = counter.print(10, "ticket");
        counter.pass(200);
        assertThat(print.reached).containsExactly(PrintProof.SENT);
        assertThat(counter.printer.status().operation().value()).isEqualTo(Operation.BUSY);
        counter.pass(5_000);
        assertThat(print.reached)
                .containsExactly(PrintProof.SENT, PrintProof.PRINTED, PrintProof.CUT);
        print.assertProved(PrintProof.CUT);
        assertThat(counter.papers).hasSize(1);
        assertThat(counter.printer.status().operation().value()).isEqualTo(Operation.READY);
        assertThat(counter.printer.capabilities())
                .contains(Capability.PROVES_CUT)
                .doesNotContain(Capability.PROVES_TAKEN);
    }

    @Test
    void theCutIsNotProvedBeforeTheCutterHasCut() {
        Counter counter = new Counter("epson", PrinterModel.EPSON);
        Print print = counter.print(10, "ticket");
        while (!print.over()) {
            assertThat(counter.papers).isEmpty();
            counter.pass(1);
            if (!counter.papers.isEmpty()) {
                counter.pass(10);
            }
        }
        assertThat(counter.papers).hasSize(1);
    }

    @Test
    void aBoardWithGsRProvesThatItPrinted() {
        Counter counter = new Counter("gs-r", PrinterModel.GS_R_BOARD);
        Print print = counter.print(10, "ticket");
        counter.pass(5_000);
        print.assertProved(PrintProof.PRINTED);
        assertThat(print.reached).containsExactly(PrintProof.SENT, PrintProof.PRINTED);
    }

    @Test
    void aBareBoardProvesThatItAccepted() {
        for (PrinterModel model : List.of(PrinterModel.BARE_BOARD, PrinterModel.PAPER_ONLY_BOARD)) {
            Counter counter = new Counter("bare", model);
            Print print = counter.print(10, "ticket");
            counter.pass(6_000);
            print.assertProved(PrintProof.ACCEPTED);
            assertThat(counter.faults()).isEmpty();
        }
    }

    @Test
    void aMuteBoardProvesNothingButThatItWasSent() {
        Counter counter = new Counter("mute", PrinterModel.MUTE_BOARD);
        assertThat(counter.printer.status().operation().value()).isEqualTo(Operation.NOT_SUPPORTED);
        assertThat(counter.printer.status().supply().value()).isEqualTo(Supply.NOT_SUPPORTED);
        assertThat(counter.printer.status().media().value()).isEqualTo(Media.NOT_SUPPORTED);
        Print print = counter.print(1, "ticket");
        counter.pass(5_000);
        print.assertProved(PrintProof.SENT);
    }

    @Test
    void aProfileThatAsksForMoreThanTheBoardAnswersIsFoundOut() {
        Counter counter = new Counter("gs-r", PrinterModel.BARE_BOARD);
        Print print = counter.print(1, "ticket");
        counter.pass(20_000);
        print.assertProved(PrintProof.ACCEPTED);
        assertThat(counter.faults()).containsExactly("printer.unconfirmed");
        assertThat(counter.lines()).contains("ticket 1");
    }

    @Test
    void aPresenterProvesThatTheTicketWasTaken() {
        for (Map.Entry<String, PrinterModel> presenter :
                Map.of(
                                "pyramid", PrinterModel.PYRAMID_PRESENTER,
                                "custom", PrinterModel.CUSTOM_PRESENTER)
                        .entrySet()) {
            Counter counter = new Counter(presenter.getKey(), presenter.getValue());
            assertThat(counter.printer.status().media().value()).isEqualTo(Media.CLEAR);
            Print print = counter.print(5, "ticket");
            counter.pass(5_000);
            assertThat(print.reached).last().isEqualTo(PrintProof.AT_MOUTH);
            assertThat(print.over()).isFalse();
            assertThat(counter.printer.status().media().value()).isEqualTo(Media.AT_MOUTH);
            counter.emulator.takeTicket();
            counter.pass(2_000);
            print.assertProved(PrintProof.TAKEN);
            assertThat(counter.printer.status().media().value()).isEqualTo(Media.CLEAR);
        }
    }

    @Test
    void aTicketThatNobodyTakesIsDrawnBackAndNeverCountsAsTaken() {
        Counter counter =
                new Counter(
                        Map.of("profile", "pyramid", "take-seconds", "10", "retract", "yes"),
                        PrinterSettings.of(PrinterModel.PYRAMID_PRESENTER));
        Print print = counter.print(5, "ticket");
        counter.pass(20_000);
        print.assertProved(PrintProof.AT_MOUTH);
        assertThat(counter.emulator.retracted()).isEqualTo(1);
        counter.pass(5_000);
        assertThat(print.reached).doesNotContain(PrintProof.TAKEN);
    }

    @Test
    void aTicketLeftAtTheMouthProvesNothingForTheNextOne() {
        Counter counter =
                new Counter(
                        Map.of("profile", "custom", "take-seconds", "5"),
                        PrinterSettings.of(PrinterModel.CUSTOM_PRESENTER));
        Print first = counter.print(5, "first");
        counter.pass(15_000);
        first.assertProved(PrintProof.AT_MOUTH);
        Print second = counter.print(5, "second");
        counter.pass(15_000);
        second.assertProved(PrintProof.PRINTED);
    }
}
