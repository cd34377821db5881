package org.hallkiosk.hal.driver.ff68;

import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.PadFault;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkScheme;
import org.hallkiosk.hal.spi.BusDialect;
import org.hallkiosk.hal.spi.BusDriver;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.Preflight;

/**
 * Drives call pads (呼叫器) of the FF 68 wire. A pad and the evaluator (评价器) that is plugged into it
 * have one address and are one device, which plays both roles.
 */
public final class Ff68Driver implements BusDriver {

    /** evaluator-and-callpad.md §1.1. */
    private static final int BAUD = 9600;

    @Override
    public String name() {
        return "ff68";
    }

    @Override
    public Class<? extends Device> role() {
        return CallPad.class;
    }

    @Override
    public String description() {
        return "Call pads of the FF 68 wire, with the evaluator that is plugged into them. A pad"
                + " never answers: it can prove that it lives only by a pressed key, and nothing"
                + " of what it shows.";
    }

    @Override
    public List<OptionSpec> options() {
        return PadSettings.OPTIONS;
    }

    @Override
    public List<Preflight.Finding> inspect(LinkAddress address) {
        return address.kind() == LinkScheme.SERIAL && address.baud() != BAUD
                ? List.of(
                        new Preflight.Finding(
                                PadFault.SPEED_UNUSUAL,
                                Map.of(
                                        "baud",
                                        Integer.toString(address.baud()),
                                        "usual",
                                        Integer.toString(BAUD))))
                : List.of();
    }

    @Override
    public BusDialect dialect() {
        return new Ff68Dialect();
    }

    @Override
    public CallPad create(DriverContext context, BusPort port) {
        return new Ff68Pad(context, PadSettings.of(context.options()), port);
    }
}
