package org.hallkiosk.hal.driver.newland;

import org.hallkiosk.hal.contract.CodeScannerContract;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

class NewlandContractTest extends CodeScannerContract {

    private @Nullable NewlandScannerEmulator scanner;

    @Override
    public DriverProvider provider() {
        return new NewlandDriver();
    }

    @Override
    protected LinkAddress address() {
        // Over USB the rate means nothing; a code of 100 KB shall not take minutes here.
        return LinkAddress.parse("loop:wire?baud=921600");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        NewlandScannerEmulator made = new NewlandScannerEmulator(links, address, strand, suffix());
        scanner = made;
        made.start();
        return made::stop;
    }

    /** What follows each code. */
    protected String suffix() {
        return "\r\n";
    }

    @Override
    protected void show(byte[] code) {
        if (scanner != null) {
            scanner.show(code);
        }
    }
}
