package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;

/**
 * How one printer is driven.
 *
 * @param millimetresPerSecond the least speed it prints at
 * @param closing the command that ends a ticket: cut or present
 * @param takeWithin how long a ticket may lie at the mouth
 * @param retract whether one that nobody takes is drawn back
 */
record PrintRules(
        Profile profile,
        int millimetresPerSecond,
        byte[] closing,
        Duration takeWithin,
        boolean retract) {

    /** Lines ÷ speed + 5 s, at least 10 s (printer-escpos.md §7 step 3). */
    Duration deadline(int heightDots) {
        Duration printing = printing(heightDots).plusSeconds(5);
        return printing.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofSeconds(10) : printing;
    }

    /** How long so much paper takes at the least speed. */
    Duration printing(int heightDots) {
        return Duration.ofMillis(heightDots * 1000L / (millimetresPerSecond * 8L));
    }
}
