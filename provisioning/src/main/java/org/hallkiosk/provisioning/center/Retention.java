package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How long the center holds what the halls sent (EVENTS.md 9).
 *
 * @param days how many whole days an event stays at least, after its business day and after it came
 * @param zone in which a day begins and ends
 */
public record Retention(int days, ZoneId zone) {

    public Retention {
        if (days < 1) {
            throw new IllegalArgumentException("Nothing is kept for " + days + " days");
        }
    }

    /**
     * The first business day that stays.
     *
     * @param now by the center's clock
     * @param newest the hall's newest business day: a center whose clock has run ahead removes
     *     nothing that the hall's days do not bear out
     */
    LocalDate firstKept(Instant now, LocalDate newest) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return (today.isBefore(newest) ? today : newest).minusDays(days);
    }

    /** What came at this moment or later stays, whatever business day it names. */
    Instant cameBefore(LocalDate firstKept) {
        return firstKept.atStartOfDay(zone).toInstant();
    }
}
