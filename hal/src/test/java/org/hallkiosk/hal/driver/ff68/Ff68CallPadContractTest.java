package org.hallkiosk.hal.driver.ff68;

import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.contract.CallPadContract;
import org.hallkiosk.hal.emulator.ff68.EmulatedPad;
import org.hallkiosk.hal.emulator.ff68.PadKey;
import org.hallkiosk.hal.emulator.ff68.PadLineEmulator;
import org.hallkiosk.hal.emulator.ff68.PadSink;
import org.hallkiosk.hal.emulator.ff68.PadSpec;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

class Ff68CallPadContractTest extends CallPadContract {

    private @Nullable PadLineEmulator line;

    @Override
    public DriverProvider provider() {
        return new Ff68Driver();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("address", "5");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        PadLineEmulator emulator =
                new PadLineEmulator(
                        links, address, strand, List.of(PadSpec.of("pad", 5)), PadSink.NONE);
        emulator.open();
        line = emulator;
        return emulator::close;
    }

    private EmulatedPad pad() {
        if (line == null) {
            throw new IllegalStateException("The emulator is not on.");
        }
        return line.pad("pad");
    }

    @Override
    protected void press(CallPad.Key key) {
        pad().press(PadKey.valueOf(key.name()));
    }

    @Override
    protected String figures() {
        return pad().view().waiting() + " " + pad().view().ticket();
    }

    @Override
    protected int beeps() {
        return pad().view().beeps();
    }
}
