package org.hallkiosk.core.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bookings that the hall knows, by their codes. A part of {@link HallState}. */
final class Bookings {

    private final Map<String, Booking> byCode = new LinkedHashMap<>();
    private final Map<UUID, String> byTicket = new HashMap<>();

    Bookings(List<Booking> known) {
        known.forEach(this::store);
    }

    @Nullable Booking find(String code) {
        return byCode.get(code);
    }

    Collection<Booking> all() {
        return Collections.unmodifiableCollection(byCode.values());
    }

    /** A booking that has been used stays as it was used. */
    void registered(Event.BookingRegistered e) {
        Booking before = byCode.get(e.booking());
        if (before == null || before.ticketId() == null) {
            store(Booking.unused(e.booking(), e.category(), e.from(), e.to(), e.name()));
        }
    }

    void cancelled(Event.BookingCancelled e) {
        byCode.remove(e.booking());
    }

    void checkedIn(Event.BookingCheckedIn e) {
        Booking booking = byCode.get(e.booking());
        if (booking == null) {
            throw new IllegalArgumentException("An event of an unknown booking");
        }
        store(booking.with(e.ticketId()));
    }

    /** A number that never came onto paper gives its booking back. */
    void withdrawn(Event.TicketWithdrawn e) {
        String code = byTicket.get(e.ticketId());
        if (code != null && e.reason() == Event.Withdrawal.PRINT_FAILED) {
            byTicket.remove(e.ticketId());
            byCode.computeIfPresent(code, (_, booking) -> booking.with(null));
        }
    }

    /** What was over before the day began is forgotten. */
    void dayOpened(Instant at) {
        byCode.values().removeIf(booking -> booking.to().isBefore(at));
        byTicket.values().removeIf(code -> !byCode.containsKey(code));
    }

    private void store(Booking booking) {
        byCode.put(booking.booking(), booking);
        if (booking.ticketId() != null) {
            byTicket.put(booking.ticketId(), booking.booking());
        }
    }
}
