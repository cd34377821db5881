package org.hallkiosk.provisioning.center;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A hall's business day in numbers.
 *
 * @param day the business day
 * @param taken tickets taken (取号), those later withdrawn included
 * @param waiting tickets that wait to be called, unconfirmed ones included
 * @param called tickets called at least once
 * @param finished tickets served
 * @param missed tickets that nobody came with
 * @param withdrawn tickets taken back
 * @param waits from the take to the first call
 * @param services from the start of the service to its end
 * @param evaluations how many of level 1 to 5, in this order
 * @param categories the same by category (业务类别), the busiest first
 */
public record DayFigures(
        LocalDate day,
        long taken,
        long waiting,
        long called,
        long finished,
        long missed,
        long withdrawn,
        Optional<Spread> waits,
        Optional<Spread> services,
        List<Long> evaluations,
        List<OfCategory> categories) {

    public DayFigures {
        evaluations = List.copyOf(evaluations);
        categories = List.copyOf(categories);
    }

    /** How durations spread. */
    public record Spread(Duration median, Duration longest) {}

    /** What one category did. */
    public record OfCategory(String name, long taken, long waiting, Optional<Spread> waits) {}
}
