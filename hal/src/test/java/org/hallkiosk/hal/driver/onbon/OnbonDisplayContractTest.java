package org.hallkiosk.hal.driver.onbon;

import java.util.List;
import org.hallkiosk.hal.contract.WindowDisplayContract;
import org.hallkiosk.hal.emulator.onbon.CardSpec;
import org.hallkiosk.hal.emulator.onbon.OnbonPanelEmulator;
import org.hallkiosk.hal.emulator.onbon.PanelSink;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

class OnbonDisplayContractTest extends WindowDisplayContract {

    private @Nullable OnbonPanelEmulator panels;

    @Override
    public DriverProvider provider() {
        return new OnbonDriver();
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        OnbonPanelEmulator emulator =
                new OnbonPanelEmulator(
                        links,
                        address,
                        strand,
                        List.of(CardSpec.bx5k("unit", 1, 128, 32)),
                        PanelSink.NONE);
        emulator.open();
        panels = emulator;
        return emulator::close;
    }

    @Override
    protected String panel() {
        return panels == null ? "" : String.join("\n", panels.card(1).lines());
    }
}
