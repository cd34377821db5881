package org.hallkiosk.provisioning.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.core.domain.Booking;

/**
 * The ten bookings of the demo, {@code DEMO-BOOKING-01} to {@code -10}, made when it starts for the
 * first time: seven that may be used for twelve hours, two that are too early, one that is too
 * late.
 */
final class DemoBookings {

    private static final int CURRENT = 7;
    private static final int EARLY = 2;
    private static final Duration LONG = Duration.ofHours(12);

    private static final List<String> CATEGORIES =
            List.of(
                    "general",
                    "social",
                    "enterprise",
                    "general",
                    "tax",
                    "medical",
                    "police",
                    "estate",
                    "fund",
                    "general");

    private static final List<String> NAMES =
            List.of("王*", "李*", "张**", "刘*", "陈**", "杨*", "赵*", "黄**", "周*", "吴*");

    private DemoBookings() {}

    static List<Booking> startingAt(Instant now) {
        List<Booking> bookings = new ArrayList<>();
        for (int i = 0; i < CATEGORIES.size(); i++) {
            Instant from;
            Instant to;
            if (i < CURRENT) {
                from = now.minus(Duration.ofMinutes(30));
                to = now.plus(LONG);
            } else if (i < CURRENT + EARLY) {
                from = now.plus(LONG);
                to = now.plus(LONG.multipliedBy(2));
            } else {
                from = now.minus(Duration.ofHours(2));
                to = now.minus(Duration.ofMinutes(1));
            }
            bookings.add(
                    Booking.unused(
                            "DEMO-BOOKING-%02d".formatted(i + 1),
                            CATEGORIES.get(i),
                            from,
                            to,
                            NAMES.get(i)));
        }
        return bookings;
    }
}
