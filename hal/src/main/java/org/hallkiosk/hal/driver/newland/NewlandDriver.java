package org.hallkiosk.hal.driver.newland;

import java.util.List;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.ExclusiveDriver;
import org.hallkiosk.hal.spi.Port;

/** Drives serial code scanners with the Newland command set. */
public final class NewlandDriver implements ExclusiveDriver {

    @Override
    public String name() {
        return "newland";
    }

    @Override
    public Class<? extends Device> role() {
        return CodeScanner.class;
    }

    @Override
    public String description() {
        return "Serial and USB-CDC code scanners with the Newland command set, and, with"
                + " commands=no, every serial scanner that sends plain text. They can prove what"
                + " they read, not that a person meant it.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                new OptionSpec(
                        "commands",
                        "yes",
                        "yes|no",
                        "no for a scanner that only speaks: it is asked and set nothing, and its"
                                + " silence is not noticed"),
                new OptionSpec(
                        "mode",
                        "sense",
                        "sense|level|keep",
                        "sense: it looks by itself, for a kiosk without attendant; level: it looks"
                                + " when it is told to; keep: as it is set (scanner.md §2,"
                                + " SCNMOD)"),
                new OptionSpec(
                        "gap",
                        "50",
                        "[1-9][0-9]{1,3}",
                        "ms without a byte that end a code without suffix: 50 at 9600 baud, 20 over"
                                + " USB (scanner.md §1)"),
                new OptionSpec(
                        "same-code",
                        "2000",
                        "[0-9]{1,5}",
                        "ms for which a code must be away to be told again; 1 to 3 s are usual"
                                + " (scanner.md §1)"));
    }

    @Override
    public CodeScanner create(DriverContext context, Port port) {
        return new NewlandScanner(
                context.deviceId(), context.strand(), port, ScannerRules.of(context.options()));
    }
}
