package org.hallkiosk.core.domain;

import java.util.UUID;

/**
 * How many are ahead of a ticket, and how long that may last.
 *
 * <p>The estimate is simple and says what it does not know by its width. A turn at a window, from
 * call to end, lasts between the lower and the upper quartile of the category's last 32. The low
 * end: those ahead take short turns, and every open window that serves the category serves nothing
 * else. The high end: those ahead and one more take long turns, and a window shares itself evenly
 * among all its categories in which somebody waits. With no window open it counts one.
 */
final class Estimates {

    private static final int SECONDS_PER_MINUTE = 60;

    private final HallState state;

    Estimates(HallState state) {
        this.state = state;
    }

    Answer.TicketGiven given(Ticket ticket) {
        if (!ticket.status().open()) {
            return new Answer.TicketGiven(ticket.number(), ticket.id(), null, null);
        }
        return given(
                ticket.number(), ticket.id(), ticket.category(), ticket.priority(), ticket.place());
    }

    Answer.TicketGiven given(
            String number, UUID id, String category, Priority priority, Place place) {
        int ahead = state.line(category).ahead(priority, place);
        return new Answer.TicketGiven(number, id, ahead, of(category, ahead));
    }

    Answer.Estimate of(String category, int ahead) {
        int whole = 0;
        double shared = 0;
        for (HallConfig.Window window : state.config().windows()) {
            WindowState desk = state.window(window.no());
            if (desk != null
                    && desk.status() == WindowStatus.OPEN
                    && window.categories().contains(category)) {
                long others =
                        window.categories().stream()
                                .filter(c -> !c.equals(category) && state.waiting(c) > 0)
                                .count();
                whole++;
                shared += 1.0 / (1 + others);
            }
        }
        int typical = state.config().rules().typicalServiceSeconds();
        Line line = state.line(category);
        double low = (double) ahead * line.turnSeconds(1, typical) / Math.max(1, whole);
        double high = (ahead + 1.0) * line.turnSeconds(3, typical) / (whole == 0 ? 1.0 : shared);
        return new Answer.Estimate(
                (int) Math.floor(low / SECONDS_PER_MINUTE),
                (int) Math.ceil(high / SECONDS_PER_MINUTE));
    }
}
