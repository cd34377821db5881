package org.hallkiosk.core.hall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.device.PrinterSlips;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.Paper;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From the command through role and driver to the paper, when the paper ends anywhere in a ticket.
 */
class PaperAtTheWireTest {

    private static final LinkAddress ADDRESS = LinkAddress.parse("loop:printer?baud=115200");
    private static final int TICKETS = Boolean.getBoolean("hallkiosk.long") ? 600 : 60;
    private static final String AGAIN = "补打，与前一张为同一号";

    /** About the length of a ticket, in dots, with what is fed to the cutter. */
    private static final int LONGEST = 1_100;

    /** About as long as a ticket takes to be sent and printed. */
    private static final int SLOWEST_MILLIS = 1_500;

    private final SimulatedHall hall = new SimulatedHall();
    private final Strand wire = hall.time.strand();
    private final LocalLinks links = new LocalLinks(wire);
    private final List<Paper> papers = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"epson,EPSON", "gs-r,GS_R_BOARD", "bare,BARE_BOARD"})
    void whereverThePaperEndsATicketHasOneUnmarkedPaperAtMost(String profile, PrinterModel model) {
        Random random = new Random(20261122);
        EscPosPrinterEmulator emulator =
                new EscPosPrinterEmulator(
                        links, ADDRESS, wire, PrinterSettings.of(model), papers::add);
        emulator.start();
        PrinterSlips printer = printer(profile);
        hall.restartDispenser(printer);
        for (int i = 0; i < TICKETS; i++) {
            UUID touch = hall.ids.next();
            if (random.nextBoolean()) {
                emulator.endPaperAfter(1 + random.nextInt(LONGEST));
            } else {
                wire.after(
                        Duration.ofMillis(random.nextInt(SLOWEST_MILLIS)),
                        () -> emulator.begin(PrinterTrouble.PAPER_OUT));
            }
            take(touch);
            // Whoever asked had no answer that he believes, and asks again: now, later, restarted.
            take(touch);
            emulator.begin(PrinterTrouble.PAPER_OUT);
            emulator.end(PrinterTrouble.PAPER_OUT);
            hall.time.advance(Duration.ofSeconds(15));
            if (random.nextInt(3) == 0) {
                hall.restartDispenser(printer);
            }
            take(touch);
            take(touch);
        }
        Map<String, Integer> unmarked = new HashMap<>();
        papers.stream()
                .filter(PaperAtTheWireTest::isWhole)
                .filter(paper -> !paper.lines().contains(AGAIN))
                .forEach(paper -> unmarked.merge(paper.qrCodes().getFirst(), 1, Integer::sum));
        assertThat(unmarked).isNotEmpty().allSatisfy((code, count) -> assertThat(count).isOne());
        assertThat(papers).as("of which not all came out whole").anyMatch(p -> !isWhole(p));
        for (Ticket ticket : hall.role.hall().state().tickets()) {
            if (ticket.status() == TicketStatus.WAITING) {
                assertThat(papers)
                        .as(ticket.number())
                        .anyMatch(p -> isWhole(p) && p.lines().contains(ticket.number()));
            }
        }
    }

    private PrinterSlips printer(String profile) {
        Devices devices =
                new Devices(
                        DriverRegistry.load(),
                        links,
                        List.of(new LinkSpec("printer", ADDRESS)),
                        List.of(
                                new UnitSpec(
                                        "printer",
                                        "escpos",
                                        "printer",
                                        Map.of("profile", profile),
                                        true)),
                        name -> wire,
                        (codePoint, dots) -> new byte[dots * ((dots + 7) / 8)],
                        new Random(7));
        TicketPrinter printer = devices.device("printer", TicketPrinter.class);
        PrinterSlips slips =
                new PrinterSlips(
                        printer, wire, hall.device, SimulatedHall.ZONE, Locale.SIMPLIFIED_CHINESE);
        printer.onStatus(status -> slips.statusChanged());
        devices.open();
        hall.time.advance(Duration.ofSeconds(15));
        return slips;
    }

    private void take(UUID touch) {
        CompletionStage<DeviceReply> reply =
                hall.role
                        .devices()
                        .send(
                                SimulatedHall.DISPENSER,
                                touch,
                                new DeviceCommand.DispenserTake("general", Priority.NONE));
        hall.time.advance(Duration.ofSeconds(12));
        assertThat(reply.toCompletableFuture()).isDone();
    }

    /** From the hall's name down to the time, which is the last line. */
    private static boolean isWhole(Paper paper) {
        return paper.lines().contains("青山县政务服务中心")
                && paper.qrCodes().size() == 1
                && paper.lines().getLast().matches(".*\\d\\d:\\d\\d.*");
    }
}
