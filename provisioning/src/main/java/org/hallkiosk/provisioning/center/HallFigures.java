package org.hallkiosk.provisioning.center;

import java.util.List;
import java.util.Optional;

/**
 * What a hall's events mean, as far as they are interpreted.
 *
 * @param name the hall's name for citizens; empty while no configuration came
 * @param today the figures of the business day that is open or was last
 * @param parked how many events could not be interpreted
 * @param recent the newest events, newest first
 */
public record HallFigures(
        String name, Optional<DayFigures> today, long parked, List<RecentEvent> recent) {

    public HallFigures {
        recent = List.copyOf(recent);
    }
}
