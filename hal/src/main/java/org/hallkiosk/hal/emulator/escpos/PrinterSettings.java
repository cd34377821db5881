package org.hallkiosk.hal.emulator.escpos;

import java.time.Duration;

/**
 * How the emulated printer is built.
 *
 * @param widthDots the printable width; 576 on 80 mm paper
 * @param millimetresPerSecond how fast it prints, in the strand's time; 0 = at once
 * @param cutTime how long a cut takes, about 0.5 s (printer-escpos.md §9)
 * @param bufferBytes the receive buffer; what comes when it is full is lost and counted
 * @param fourByteCodes whether its font is all of GB18030, not GBK alone
 * @param cutterDistance from the head up to the blade, in dots
 * @param resumeDelay how long after new paper or a closed cover it goes on printing
 */
public record PrinterSettings(
        PrinterModel model,
        int widthDots,
        int millimetresPerSecond,
        Duration cutTime,
        int bufferBytes,
        boolean fourByteCodes,
        int cutterDistance,
        Duration resumeDelay) {

    /** An 80 mm printer of 200 mm/s, the class of the TM-T82III (printer-escpos.md §9). */
    public static PrinterSettings of(PrinterModel model) {
        return new PrinterSettings(
                model,
                576,
                200,
                Duration.ofMillis(500),
                64 * 1024,
                false,
                112,
                Duration.ofSeconds(1));
    }

    /** The same printer, which needs no time. */
    public PrinterSettings instant() {
        return new PrinterSettings(
                model,
                widthDots,
                0,
                Duration.ZERO,
                bufferBytes,
                fourByteCodes,
                cutterDistance,
                resumeDelay);
    }

    /** The same printer with another speed in mm/s. */
    public PrinterSettings withSpeed(int speed) {
        return new PrinterSettings(
                model,
                widthDots,
                speed,
                cutTime,
                bufferBytes,
                fourByteCodes,
                cutterDistance,
                resumeDelay);
    }
}
