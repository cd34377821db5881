package org.hallkiosk.core.device;

import java.util.function.Consumer;
import org.hallkiosk.core.port.CodeReader;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.Scan;
import org.hallkiosk.hal.time.Strand;

/** A code scanner as its role sees it: readings come over to the role's strand. */
public final class ScannerReader implements CodeReader {

    private Consumer<Reading> listener = reading -> {};

    /**
     * Begins to listen.
     *
     * @param scanner whose scan listener nobody else needs
     * @param scannerStrand where the scanner lives
     * @param roleStrand where the role lives
     */
    public ScannerReader(CodeScanner scanner, Strand scannerStrand, Strand roleStrand) {
        scannerStrand.execute(() -> scanner.onScan(scan -> roleStrand.execute(() -> read(scan))));
    }

    @Override
    public void onReading(Consumer<Reading> newListener) {
        listener = newListener;
    }

    private void read(Scan scan) {
        listener.accept(
                switch (scan) {
                    case Scan.Code code -> new Reading.Code(code.text());
                    case Scan.Unreadable bad -> new Reading.Unreadable();
                });
    }
}
