package org.hallkiosk.hal.driver.newland;

import java.util.Map;
import org.hallkiosk.hal.contract.CodeScannerContract;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.emulator.newland.ScannerTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** A scanner that sends what it reads and understands no command. */
class PlainTextContractTest extends CodeScannerContract {

    private @Nullable NewlandScannerEmulator scanner;

    @Override
    public DriverProvider provider() {
        return new NewlandDriver();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("commands", "no");
    }

    @Override
    protected LinkAddress address() {
        return LinkAddress.parse("loop:wire?baud=921600");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        NewlandScannerEmulator made =
                new NewlandScannerEmulator(links, address, strand, "\r").looksByItself();
        made.begin(ScannerTrouble.SILENT);
        scanner = made;
        made.start();
        return made::stop;
    }

    @Override
    protected void show(byte[] code) {
        if (scanner != null) {
            scanner.show(code);
        }
    }
}
