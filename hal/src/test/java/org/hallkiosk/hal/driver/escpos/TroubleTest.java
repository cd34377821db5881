package org.hallkiosk.hal.driver.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.driver.escpos.Counter.Print;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.junit.jupiter.api.Test;

/** Everything of printer-escpos.md §7 and §12 that can go wrong, seen from the driver. */
class TroubleTest {

    private final Counter epson = new Counter("epson", PrinterModel.EPSON);

    @Test
    void aPrinterThatCannotPrintIsSentNothingThatComesOutLater() {
        for (PrinterTrouble trouble :
                List.of(
                        PrinterTrouble.PAPER_OUT,
                        PrinterTrouble.COVER_OPEN,
                        PrinterTrouble.BROKEN,
                        PrinterTrouble.HEAD_HOT)) {
            String code =
                    switch (trouble) {
                        case PAPER_OUT -> "printer.paper-out";
                        case COVER_OPEN -> "printer.cover-open";
                        case BROKEN -> "printer.error";
                        default -> "printer.head-hot";
                    };
            epson.emulator.begin(trouble);
            epson.pass(100);
            assertThat(epson.faults()).containsExactly(code);
            assertThat(epson.printer.status().operation().value()).isEqualTo(Operation.OFFLINE);
            long received = epson.emulator.received();
            Print print = epson.print(1, "late");
            epson.pass(10);
            print.assertFailed(code);
            assertThat(epson.emulator.received()).isEqualTo(received);
            epson.emulator.end(trouble);
            epson.pass(20_000);
            assertThat(epson.faults()).isEmpty();
            assertThat(epson.printer.status().operation().value()).isEqualTo(Operation.READY);
        }
        assertThat(epson.lines()).isEmpty();
    }

    @Test
    void aPrinterFoundInTroubleSaysWhichAndWorksOnceItIsMended() {
        for (PrinterTrouble trouble :
                List.of(
                        PrinterTrouble.PAPER_OUT,
                        PrinterTrouble.COVER_OPEN,
                        PrinterTrouble.BROKEN)) {
            epson.printer.close();
            epson.emulator.begin(trouble);
            epson.printer.open();
            epson.pass(15_000);
            assertThat(epson.faults()).hasSize(1).doesNotContain("printer.silent");
            assertThat(epson.printer.status().operation().value()).isEqualTo(Operation.OFFLINE);
            epson.emulator.end(trouble);
            epson.pass(20_000);
            assertThat(epson.faults()).isEmpty();
            Print print = epson.print(1, "ticket");
            epson.pass(5_000);
            print.assertProved(PrintProof.CUT);
            // It tells by itself again.
            epson.emulator.begin(trouble);
            epson.pass(100);
            assertThat(epson.printer.status().operation().value()).isEqualTo(Operation.OFFLINE);
            epson.emulator.end(trouble);
            epson.pass(20_000);
        }
    }

    @Test
    void lowPaperIsAWarningAndPrintingGoesOn() {
        epson.emulator.begin(PrinterTrouble.PAPER_LOW);
        epson.pass(100);
        assertThat(epson.faults()).containsExactly("printer.paper-low");
        assertThat(epson.printer.status().supply().value()).isEqualTo(Supply.LOW);
        Print print = epson.print(1, "ticket");
        epson.pass(5_000);
        print.assertProved(PrintProof.CUT);
    }

    @Test
    void paperThatEndsInTheMiddleFailsTheTicketAndItsRestNeverComesOut() {
        epson.emulator.endPaperAfter(10 * 34);
        Print print = epson.print(30, "void");
        epson.pass(3_000);
        print.assertFailed("printer.paper-out");
        assertThat(((PrintOutcome.Failed) print.outcome()).reached()).hasValue(PrintProof.SENT);
        assertThat(epson.printer.status().supply().value()).isEqualTo(Supply.EMPTY);
        Print refused = epson.print(1, "refused");
        epson.pass(10);
        refused.assertFailed("printer.paper-out");

        epson.emulator.end(PrinterTrouble.PAPER_OUT);
        epson.pass(10_000);
        assertThat(epson.faults()).isEmpty();
        Print next = epson.print(2, "next");
        epson.pass(10_000);
        next.assertProved(PrintProof.CUT);
        assertThat(epson.papers.getLast().lines()).containsExactly("next 1", "next 2");
        assertThat(epson.lines()).contains("void 9").doesNotContain("void 12", "refused 1");
    }

    @Test
    void aCoverOpenedInTheMiddleLeavesTheTicketUnknownAndClearsItsRest() {
        Print print = epson.print(30, "void");
        epson.pass(300);
        epson.emulator.begin(PrinterTrouble.COVER_OPEN);
        epson.pass(2_000);
        print.assertUnknown("printer.cover-open");
        epson.emulator.end(PrinterTrouble.COVER_OPEN);
        epson.pass(10_000);
        Print next = epson.print(1, "next");
        epson.pass(5_000);
        next.assertProved(PrintProof.CUT);
        assertThat(epson.papers.getLast().lines()).containsExactly("next 1");
        assertThat(epson.lines()).doesNotContain("void 30");
    }

    @Test
    void aJammedCutterLeavesTheTicketUnknownAndIsRecoveredOnceTheJamIsGone() {
        epson.emulator.begin(PrinterTrouble.CUTTER_JAM);
        Print print = epson.print(3, "uncut");
        epson.pass(5_000);
        print.assertUnknown("printer.cutter-error");
        assertThat(print.reached).doesNotContain(PrintProof.PRINTED);
        assertThat(epson.faults()).containsExactly("printer.cutter-error");
        epson.emulator.end(PrinterTrouble.CUTTER_JAM);
        epson.pass(25_000);
        assertThat(epson.faults()).isEmpty();
        Print next = epson.print(1, "next");
        epson.pass(5_000);
        next.assertProved(PrintProof.CUT);
        assertThat(epson.papers.getLast().lines()).containsExactly("next 1");
    }

    @Test
    void aHotHeadOnlyDelays() {
        Print print = epson.print(30, "ticket");
        epson.pass(300);
        epson.emulator.begin(PrinterTrouble.HEAD_HOT);
        epson.pass(3_000);
        assertThat(print.over()).isFalse();
        assertThat(epson.faults()).containsExactly("printer.head-hot");
        epson.emulator.end(PrinterTrouble.HEAD_HOT);
        epson.pass(5_000);
        print.assertProved(PrintProof.CUT);
    }

    @Test
    void powerLostInTheMiddleIsUnknownAndThePrinterComesBack() {
        Print print = epson.print(30, "half");
        epson.pass(500);
        epson.emulator.begin(PrinterTrouble.POWER_OFF);
        epson.pass(1_000);
        assertThat(print.outcome()).isInstanceOf(PrintOutcome.Unknown.class);
        assertThat(epson.printer.status().connection().value()).isNotEqualTo(Connection.CONNECTED);
        epson.emulator.end(PrinterTrouble.POWER_OFF);
        epson.pass(60_000);
        assertThat(epson.faults()).isEmpty();
        Print next = epson.print(1, "next");
        epson.pass(5_000);
        next.assertProved(PrintProof.CUT);
        assertThat(epson.papers.getLast().lines())
                .as("the half ticket was cut off before")
                .containsExactly("next 1");
    }

    @Test
    void silenceInTheMiddleIsUnknownNeverPrinted() {
        Print print = epson.print(3, "ticket");
        epson.pass(50);
        epson.emulator.begin(PrinterTrouble.SILENT);
        epson.pass(20_000);
        print.assertUnknown("printer.silent");
        assertThat(((PrintOutcome.Unknown) print.outcome()).reached()).hasValue(PrintProof.SENT);
        assertThat(epson.faults()).contains("printer.silent");
        assertThat(epson.lines()).as("and yet it came out").contains("ticket 3");
    }

    @Test
    void silenceWhileNothingIsPrintedIsNoticed() {
        epson.emulator.begin(PrinterTrouble.SILENT);
        epson.pass(15_000);
        assertThat(epson.printer.status().connection().value()).isNotEqualTo(Connection.CONNECTED);
        assertThat(epson.faults()).contains("printer.silent");
        Print print = epson.print(1, "ticket");
        epson.pass(10);
        assertThat(print.outcome()).isInstanceOf(PrintOutcome.Failed.class);
        epson.emulator.end(PrinterTrouble.SILENT);
        epson.pass(90_000);
        assertThat(epson.faults()).isEmpty();
    }

    @Test
    void aPictureThatSomebodyElseBeganIsFlushedOut() {
        Counter counter = new Counter("epson", PrinterModel.EPSON);
        counter.printer.close();
        counter.pass(1_000);
        // 100 x 60 bytes of raster are announced and never come.
        HalfPicture.leaveBehind(counter);
        counter.printer.open();
        counter.pass(20_000);
        assertThat(counter.faults()).isEmpty();
        Print print = counter.print(1, "ticket");
        counter.pass(5_000);
        print.assertProved(PrintProof.CUT);
        assertThat(counter.papers.getLast().lines()).containsExactly("ticket 1");
    }

    @Test
    void boardsThatAreAskedTellPaperCoverAndCutterToo() {
        for (PrinterTrouble trouble :
                List.of(
                        PrinterTrouble.PAPER_LOW,
                        PrinterTrouble.PAPER_OUT,
                        PrinterTrouble.COVER_OPEN,
                        PrinterTrouble.HEAD_HOT)) {
            Counter board = new Counter("gs-r", PrinterModel.GS_R_BOARD);
            board.emulator.begin(trouble);
            board.pass(3_000);
            String word = trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(board.faults()).containsExactly("printer." + word);
        }
        Counter board = new Counter("gs-r", PrinterModel.GS_R_BOARD);
        board.emulator.endPaperAfter(200);
        Print print = board.print(30, "void");
        board.pass(5_000);
        print.assertFailed("printer.paper-out");
    }

    @Test
    void aDocumentThatCannotBePutOnPaperFailsAndTheNextComesOut() {
        Print bad = new Print();
        epson.printer.print(
                new PrintDocument(List.of(new Element.QrCode("x".repeat(2000), 6))), bad);
        Print next = epson.print(1, "next");
        epson.pass(5_000);
        bad.assertFailed("printer.unprintable");
        next.assertProved(PrintProof.CUT);
    }

    @Test
    void garbageInTheMiddleOfTicketsNeverProvesWhatDidNotComeOut() {
        int tickets = Boolean.getBoolean("hallkiosk.long") ? 2_000 : 60;
        Random random = new Random(20261121);
        int proved = 0;
        for (int i = 0; i < tickets; i++) {
            Print print = epson.print(2, "ticket" + i);
            for (int piece = 0; piece < 5 && !print.over(); piece++) {
                byte[] garbage = new byte[1 + random.nextInt(6)];
                random.nextBytes(garbage);
                epson.emulator.sendGarbage(garbage);
                epson.pass(random.nextInt(100));
            }
            epson.time.advance(Duration.ofSeconds(90));
            if (print.outcome() instanceof PrintOutcome.Proved(PrintProof proof)
                    && proof.compareTo(PrintProof.PRINTED) >= 0) {
                proved++;
                assertThat(epson.lines()).contains("ticket" + i + " 2");
            }
        }
        assertThat(proved).isPositive();
    }

    @Test
    void anAnswerToAnEarlierTicketProvesNothingForTheNext() {
        // So slow that the answer to the first comes while the second is awaited: 18.7 s, 37 s.
        Counter board =
                new Counter(
                        Map.of("profile", "gs-r"),
                        PrinterSettings.of(PrinterModel.GS_R_BOARD).withSpeed(1));
        Print first = board.print(1, "first");
        Print second = board.print(1, "second");
        board.pass(15_000);
        first.assertProved(PrintProof.ACCEPTED);
        assertThat(board.faults()).containsExactly("printer.unconfirmed");
        board.pass(15_000);
        assertThat(board.lines()).containsExactly("first 1");
        second.assertProved(PrintProof.ACCEPTED);
        board.pass(60_000);
        Print third = board.print(1, "third");
        board.pass(15_000);
        third.assertProved(PrintProof.ACCEPTED);
        assertThat(board.lines()).containsExactly("first 1", "second 1");
    }

    @Test
    void aPrinterThatHangsInTheMiddleIsUnknown() {
        Counter board = new Counter("gs-r", PrinterModel.GS_R_BOARD);
        Print print = board.print(1, "ticket");
        board.pass(5);
        board.emulator.begin(PrinterTrouble.STUCK);
        board.pass(30_000);
        print.assertUnknown("printer.silent");
        board.emulator.end(PrinterTrouble.STUCK);
        board.pass(90_000);
        Print next = board.print(1, "next");
        board.pass(5_000);
        next.assertProved(PrintProof.PRINTED);
    }
}
