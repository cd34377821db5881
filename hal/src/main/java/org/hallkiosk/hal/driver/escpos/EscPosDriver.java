package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;
import java.util.List;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.TicketEncoder;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.ExclusiveDriver;
import org.hallkiosk.hal.spi.Options;
import org.hallkiosk.hal.spi.Port;

/** ESC/POS ticket printers (printer-escpos.md). */
public final class EscPosDriver implements ExclusiveDriver {

    @Override
    public String name() {
        return "escpos";
    }

    @Override
    public Class<? extends Device> role() {
        return TicketPrinter.class;
    }

    @Override
    public String description() {
        return "ESC/POS ticket printers; proves up to cut (epson), printed (gs-r), accepted (bare),"
                + " sent (mute) or taken (pyramid, custom).";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                new OptionSpec(
                        "profile",
                        "epson",
                        "epson|gs-r|bare|mute|pyramid|custom",
                        "the printer's dialect: epson TM class; gs-r boards with GS r 1; bare"
                                + " boards with DLE EOT only; mute boards that never answer;"
                                + " pyramid and custom presenters, unverified on a device"
                                + " (printer-escpos.md §3 to §7)"),
                new OptionSpec(
                        "width",
                        "576",
                        "[1-9][0-9]{2,3}",
                        "the printable width in dots: 576 on 80 mm paper, 384 on 58 mm"),
                new OptionSpec(
                        "speed",
                        "90",
                        "[1-9][0-9]{0,2}",
                        "the least printing speed in mm/s, for deadlines; 90 is that of the"
                                + " Cashino KP-628E, the slowest known (printer-escpos.md §9)"),
                new OptionSpec("cut", "partial", "partial|full", "how the ticket is cut off"),
                new OptionSpec(
                        "present-steps",
                        "10",
                        "[0-9]{1,2}",
                        "pyramid: how far the ticket is presented, about 7 mm a step; the default"
                                + " is unverified"),
                new OptionSpec(
                        "take-seconds",
                        "60",
                        "[1-9][0-9]{0,3}",
                        "presenters: how long a ticket may lie at the mouth, in seconds"),
                new OptionSpec(
                        "retract",
                        "no",
                        "yes|no",
                        "pyramid: whether a ticket that nobody takes is drawn back"));
    }

    @Override
    public TicketPrinter create(DriverContext context, Port port) {
        Options options = new Options(context.options());
        Profile profile = Profile.of(options.text("profile"));
        boolean full = options.text("cut").equals("full");
        byte[] closing =
                profile == Profile.PYRAMID
                        ? EscPosCommands.present(options.number("present-steps"))
                        : EscPosCommands.feedAndCut(full);
        boolean retract = options.text("retract").equals("yes");
        if (retract && profile != Profile.PYRAMID) {
            throw new IllegalArgumentException(
                    "Only the profile pyramid can draw a ticket back; retract=yes needs it.");
        }
        return new EscPosPrinter(
                context.deviceId(),
                context.strand(),
                port,
                new TicketEncoder(options.number("width"), context.glyphs()),
                new PrintRules(
                        profile,
                        options.number("speed"),
                        closing,
                        Duration.ofSeconds(options.number("take-seconds")),
                        retract));
    }
}
