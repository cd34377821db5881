package org.hallkiosk.hal.driver.escpos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.contract.TicketPrinterContract;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.Paper;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;

/** The printer contract for one profile against the printer it is made for. */
abstract class EscPosContract extends TicketPrinterContract {

    private final List<Paper> papers = new ArrayList<>();

    protected abstract String profile();

    protected abstract PrinterModel model();

    @Override
    public DriverProvider provider() {
        return new EscPosDriver();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("profile", profile(), "take-seconds", "5");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        EscPosPrinterEmulator printer =
                new EscPosPrinterEmulator(
                        links, address, strand, PrinterSettings.of(model()), papers::add);
        printer.start();
        return printer::stop;
    }

    @Override
    protected String paper() {
        List<String> lines = new ArrayList<>();
        papers.forEach(paper -> lines.addAll(paper.lines()));
        return String.join("\n", lines);
    }
}
