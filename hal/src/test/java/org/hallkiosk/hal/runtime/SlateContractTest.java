package org.hallkiosk.hal.runtime;

import java.util.Map;
import org.hallkiosk.hal.contract.WindowDisplayContract;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

class SlateContractTest extends WindowDisplayContract {

    private @Nullable SlateLine line;

    @Override
    public DriverProvider provider() {
        return new SlateDriver();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("address", "7");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        SlateLine made = new SlateLine(links, address, strand);
        line = made;
        return made::close;
    }

    @Override
    protected String panel() {
        return line == null ? "" : line.shown.getOrDefault(7, "");
    }
}
