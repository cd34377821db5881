package org.hallkiosk.hal.driver.onbon;

import java.util.List;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.spi.BusDialect;
import org.hallkiosk.hal.spi.BusDriver;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.DriverContext;

/** Drives window displays (窗口屏) behind Onbon BX-5K and BX-6K cards with a font library. */
public final class OnbonDriver implements BusDriver {

    @Override
    public String name() {
        return "onbon";
    }

    @Override
    public Class<? extends Device> role() {
        return WindowDisplay.class;
    }

    @Override
    public String description() {
        return "LED panels behind Onbon BX-5K and BX-6K cards. They can prove that the card has"
                + " accepted a content and that its lamps are switched on, not that each lamp is"
                + " lit.";
    }

    @Override
    public List<OptionSpec> options() {
        return PanelSettings.OPTIONS;
    }

    @Override
    public BusDialect dialect() {
        return new OnbonDialect();
    }

    @Override
    public WindowDisplay create(DriverContext context, BusPort port) {
        return new OnbonDisplay(context, PanelSettings.of(context.options()), port);
    }
}
