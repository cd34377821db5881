package org.hallkiosk.core.domain;

import java.util.List;
import java.util.UUID;

/**
 * Bookings (预约): registered by the hall, used once. A booking never gives two tickets: one whose
 * number never came onto paper gives it back, and one whose paper nobody has vouched for gives the
 * same number again at the same dispenser.
 */
final class BookingRules {

    /** As many as a hall may hold; a larger list is a mistake. */
    private static final int MAX_BOOKINGS = 10_000;

    private final Case matter;
    private final HallState state;

    BookingRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer register(Command.BookingRegister command) throws RuleBroken {
        matter.forbid(Actor.Kind.DEVICE);
        return register(List.of(command.booking()));
    }

    Answer cancel(Command.BookingCancel command) throws RuleBroken {
        matter.forbid(Actor.Kind.DEVICE);
        Booking booking = state.booking(command.booking());
        if (booking == null) {
            throw new RuleBroken(RefusalCode.BOOKING_UNKNOWN);
        }
        if (booking.ticketId() != null) {
            throw new RuleBroken(RefusalCode.BOOKING_USED);
        }
        matter.happens(new Event.BookingCancelled(booking.booking()));
        return new Answer.Done();
    }

    Answer register(List<Booking> bookings) throws RuleBroken {
        long unknown = bookings.stream().filter(b -> state.booking(b.booking()) == null).count();
        if (state.bookings().size() + unknown > MAX_BOOKINGS) {
            throw new RuleBroken(RefusalCode.TOO_LARGE, "limit", MAX_BOOKINGS);
        }
        for (Booking booking : bookings) {
            matter.category(booking.category());
            if (booking.booking().isEmpty()
                    || booking.booking().length() > Booking.MAX_CODE
                    || booking.to().isBefore(booking.from())
                    || !booking.isMasked()) {
                throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "bookings");
            }
        }
        for (Booking booking : bookings) {
            Booking before = state.booking(booking.booking());
            if (before == null || (before.ticketId() == null && !before.equals(booking))) {
                matter.happens(
                        new Event.BookingRegistered(
                                booking.booking(),
                                booking.category(),
                                booking.from(),
                                booking.to(),
                                booking.name()));
            }
        }
        return new Answer.Done();
    }

    Answer checkIn(Command.BookingCheckIn command) throws RuleBroken {
        String device = command.device() == null ? matter.actor().id() : command.device();
        matter.requireDevice(device);
        matter.requireOpenDay();
        if (state.recovering()) {
            // It may have been used in what is lost.
            throw new RuleBroken(RefusalCode.RECOVERING);
        }
        Booking booking = state.booking(command.booking());
        if (booking == null) {
            throw new RuleBroken(RefusalCode.BOOKING_UNKNOWN);
        }
        UUID request = matter.context().requestId();
        Ticket ofRequest = request == null ? null : state.ticketOfTake(request);
        if (ofRequest != null && !ofRequest.id().equals(booking.ticketId())) {
            throw new RuleBroken(RefusalCode.ID_REUSED);
        }
        if (booking.ticketId() != null) {
            return again(booking.ticketId(), device);
        }
        if (matter.now().isBefore(booking.from())) {
            throw new RuleBroken(RefusalCode.BOOKING_EARLY, "from", booking.from());
        }
        if (matter.now().isAfter(booking.to())) {
            throw new RuleBroken(RefusalCode.BOOKING_LATE, "to", booking.to());
        }
        Answer.TicketGiven given =
                new TakingRules(matter)
                        .give(matter.category(booking.category()), device, Priority.APPOINTMENT);
        matter.happens(new Event.BookingCheckedIn(booking.booking(), given.ticketId()));
        return given;
    }

    /** It was used: the person has the ticket, or never got the paper. */
    private Answer again(UUID ticketId, String device) throws RuleBroken {
        Ticket ticket = state.ticket(ticketId);
        boolean onPaper =
                ticket == null || (ticket.proof() != null && ticket.proof().provesPaper());
        boolean waitsForPaper =
                ticket != null
                        && (ticket.status() == TicketStatus.REQUESTED
                                || ticket.status() == TicketStatus.UNCONFIRMED);
        if (ticket == null || onPaper || !waitsForPaper || !ticket.device().equals(device)) {
            throw ticket == null
                    ? new RuleBroken(RefusalCode.BOOKING_USED)
                    : new RuleBroken(RefusalCode.BOOKING_USED, "ticket", ticket.number());
        }
        return new Estimates(state).given(ticket);
    }
}
