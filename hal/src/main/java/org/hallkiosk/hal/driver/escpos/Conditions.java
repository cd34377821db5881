package org.hallkiosk.hal.driver.escpos;

import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.PrinterFault;
import org.hallkiosk.hal.protocol.escpos.PrinterCondition;

/** What a printer's condition means in the words of the device's status. */
final class Conditions {

    private Conditions() {}

    /** Everything that is wrong, what a person can mend first. */
    static List<PrinterFault> faults(PrinterCondition condition) {
        List<PrinterFault> faults = new ArrayList<>();
        if (condition.paperEnd()) {
            faults.add(PrinterFault.PAPER_OUT);
        }
        if (condition.coverOpen()) {
            faults.add(PrinterFault.COVER_OPEN);
        }
        if (condition.cutterError()) {
            faults.add(PrinterFault.CUTTER_ERROR);
        }
        if (condition.mechanicalError()) {
            faults.add(PrinterFault.JAM);
        }
        if (condition.unrecoverableError()) {
            faults.add(PrinterFault.ERROR);
        }
        if (condition.headHot()) {
            faults.add(PrinterFault.HEAD_HOT);
        }
        if (faults.isEmpty() && condition.stopped()) {
            // DLE EOT 2 says "stopped by paper end" where the sensor of DLE EOT 4 does not.
            faults.add(PrinterFault.PAPER_OUT);
        }
        if (faults.isEmpty() && condition.offline()) {
            faults.add(PrinterFault.OFFLINE);
        }
        if (condition.paperLow() && !condition.paperEnd()) {
            faults.add(PrinterFault.PAPER_LOW);
        }
        return faults;
    }

    /** The first fault that keeps it from printing; {@link PrinterFault#OFFLINE} without any. */
    static PrinterFault blocking(PrinterCondition condition) {
        return faults(condition).stream()
                .filter(fault -> fault != PrinterFault.PAPER_LOW)
                .findFirst()
                .orElse(PrinterFault.OFFLINE);
    }

    static Supply supply(PrinterCondition condition) {
        if (condition.paperEnd() || condition.stopped()) {
            return Supply.EMPTY;
        }
        return condition.paperLow() ? Supply.LOW : Supply.ENOUGH;
    }

    static Media media(PrinterCondition condition, boolean seesMouth) {
        if (condition.mechanicalError()) {
            return Media.JAMMED;
        }
        if (!seesMouth) {
            return Media.NOT_SUPPORTED;
        }
        return condition.atMouth() ? Media.AT_MOUTH : Media.CLEAR;
    }
}
