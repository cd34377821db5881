package org.hallkiosk.hal.driver.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.Paper;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;

/** A counter with one driver and one emulated printer on a wire of 115 200 baud. */
final class Counter {

    private static final LinkAddress WIRE = LinkAddress.parse("loop:printer?baud=115200");

    final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    final List<Paper> papers = new ArrayList<>();
    final EscPosPrinterEmulator emulator;
    final TicketPrinter printer;
    private final LocalLinks links;

    Counter(String profile, PrinterModel model) {
        this(Map.of("profile", profile), PrinterSettings.of(model));
    }

    Counter(Map<String, String> options, PrinterSettings settings) {
        links = new LocalLinks(time.strand());
        emulator = new EscPosPrinterEmulator(links, WIRE, time.strand(), settings, papers::add);
        emulator.start();
        Strand strand = time.strand();
        Devices devices =
                new Devices(
                        new DriverRegistry(List.of(new EscPosDriver())),
                        links,
                        List.of(new LinkSpec("wire", WIRE)),
                        List.of(
                                new UnitSpec(
                                        "printer", "escpos", "wire", new HashMap<>(options), true)),
                        name -> strand,
                        (codePoint, dots) -> new byte[(dots + 7) / 8 * dots],
                        new Random(1));
        printer = devices.device("printer", TicketPrinter.class);
        printer.open();
        pass(15_000);
    }

    /** Lets another program use the wire, while the driver is closed. */
    Link connect(Link.Listener listener) {
        return links.open(WIRE, Links.Side.HOST, time.strand(), listener);
    }

    void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    /** The codes of what is wrong now. */
    List<String> faults() {
        return printer.status().faults().stream().map(fault -> fault.code().code()).toList();
    }

    /** Everything that a person could read on all the paper. */
    List<String> lines() {
        return papers.stream().flatMap(paper -> paper.lines().stream()).toList();
    }

    Print print(int lines, String text) {
        List<Element> elements = new ArrayList<>();
        for (int i = 1; i <= lines; i++) {
            elements.add(Element.Line.of(text + " " + i));
        }
        Print print = new Print();
        printer.print(new PrintDocument(elements), print);
        return print;
    }

    /** Hears how a document fares. */
    static final class Print implements TicketPrinter.PrintListener {
        final List<PrintProof> reached = new ArrayList<>();
        private final List<PrintOutcome> outcomes = new ArrayList<>();

        @Override
        public void reached(PrintProof proof) {
            reached.add(proof);
        }

        @Override
        public void ended(PrintOutcome outcome) {
            outcomes.add(outcome);
        }

        boolean over() {
            return !outcomes.isEmpty();
        }

        PrintOutcome outcome() {
            assertThat(outcomes).hasSize(1);
            return outcomes.getFirst();
        }

        void assertProved(PrintProof proof) {
            assertThat(outcome()).isEqualTo(new PrintOutcome.Proved(proof));
        }

        void assertFailed(String code) {
            assertThat(outcome()).isInstanceOf(PrintOutcome.Failed.class);
            assertThat(fault().code().code()).isEqualTo(code);
        }

        void assertUnknown(String code) {
            assertThat(outcome()).isInstanceOf(PrintOutcome.Unknown.class);
            assertThat(fault().code().code()).isEqualTo(code);
        }

        private Fault fault() {
            return switch (outcome()) {
                case PrintOutcome.Failed failed -> failed.fault();
                case PrintOutcome.Unknown unknown -> unknown.fault();
                case PrintOutcome.Proved proved -> throw new AssertionError(proved);
            };
        }
    }
}
