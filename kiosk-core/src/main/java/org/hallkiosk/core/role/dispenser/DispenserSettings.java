package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What a dispenser is told once.
 *
 * @param hall the hall's id
 * @param device the dispenser's identity
 * @param patience how long a citizen waits for the hall before the dispenser issues alone; 2 s
 *     (TICKET.md)
 * @param blockSize how many numbers to lease per category; the block range of a category is shared
 *     by all dispensers of the hall (TICKET.md: 200 numbers), so twenty dispensers get ten each
 */
public record DispenserSettings(
        String hall,
        String device,
        ZoneId zone,
        Locale language,
        Duration patience,
        int blockSize) {

    /** With 2 s of patience and ten numbers a block. */
    public static DispenserSettings of(String hall, String device, ZoneId zone) {
        return new DispenserSettings(
                hall, device, zone, Locale.SIMPLIFIED_CHINESE, Duration.ofSeconds(2), 10);
    }
}
