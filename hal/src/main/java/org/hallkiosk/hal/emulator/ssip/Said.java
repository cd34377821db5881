package org.hallkiosk.hal.emulator.ssip;

import java.time.Instant;

/**
 * What came out of the emulated speech service.
 *
 * @param text as it was to be spoken
 * @param language as it was set
 * @param rate -100 to 100
 * @param volume -100 to 100
 * @param priority as it was set
 * @param from when it began
 * @param to when it ended
 * @param whole whether it was spoken to its end
 */
public record Said(
        String text,
        String language,
        int rate,
        int volume,
        String priority,
        Instant from,
        Instant to,
        boolean whole) {}
