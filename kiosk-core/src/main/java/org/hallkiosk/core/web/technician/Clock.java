package org.hallkiosk.core.web.technician;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times as a technician reads them: today's without the date. Any thread. */
public record Clock(ZoneId zone, Instant now) {

    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter EARLIER =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FINE =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    /** To the second. */
    public String time(Instant at) {
        boolean today = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TODAY : EARLIER).format(at.atZone(zone));
    }

    /** To the millisecond. */
    public String fine(Instant at) {
        return FINE.format(at.atZone(zone));
    }
}
