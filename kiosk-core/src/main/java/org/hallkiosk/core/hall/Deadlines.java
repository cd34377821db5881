package org.hallkiosk.core.hall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.hal.time.Strand;

/**
 * What becomes due by itself: a ticket without proof becomes unconfirmed, an open evaluation
 * expires, a parked one goes back to its line. Counted on the monotonic clock; after a restart of
 * the hall, from what the wall clock says is left. On the hall's strand.
 */
final class Deadlines implements Hall.Listener {

    /** Nothing from {@code printed} up within 60 s after the take (TICKET.md, proof and queue). */
    private static final Duration PROOF = Duration.ofSeconds(60);

    /** As long as a parked ticket may be away at most. */
    private static final Duration PARKED = Duration.ofMinutes(Command.TicketPark.MAX_MINUTES);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Hall hall;
    private final Strand strand;

    Deadlines(Hall hall, Strand strand) {
        this.hall = hall;
        this.strand = strand;
    }

    /** Takes up what a hall that was restarted had waiting. */
    void resume() {
        for (Ticket ticket : List.copyOf(hall.state().unproved())) {
            unconfirm(ticket.id(), left(ticket.takenAt().plus(PROOF), PROOF));
        }
        for (Ticket ticket : List.copyOf(hall.state().offered())) {
            Ticket.Offer offer = ticket.offer();
            if (offer != null) {
                expire(ticket.id(), left(offer.expiresAt(), Duration.ofHours(1)));
            }
        }
        for (Ticket ticket : List.copyOf(hall.state().parked())) {
            if (ticket.parkedUntil() != null) {
                putBack(ticket.id(), left(ticket.parkedUntil(), PARKED));
            }
        }
    }

    @Override
    public void committed(List<EventRecord> records) {
        for (EventRecord entry : records) {
            switch (entry.event()) {
                case Event.TicketTaken taken -> unconfirm(taken.ticketId(), PROOF);
                case Event.TicketAdopted adopted -> unconfirm(adopted.ticketId(), PROOF);
                case Event.EvaluationOffered offered ->
                        expire(
                                offered.ticketId(),
                                Duration.between(entry.at(), offered.expiresAt()));
                case Event.TicketRecovered recovered -> recovered(recovered.ticket());
                case Event.TicketParked parked ->
                        putBack(parked.ticketId(), Duration.between(entry.at(), parked.until()));
                default -> {
                    // Nothing that becomes due.
                }
            }
        }
    }

    private void recovered(Ticket ticket) {
        Instant parkedUntil = ticket.parkedUntil();
        if (ticket.status() == TicketStatus.REQUESTED) {
            unconfirm(ticket.id(), PROOF);
        } else if (parkedUntil != null) {
            putBack(ticket.id(), left(parkedUntil, Duration.ofDays(1)));
        }
    }

    private Duration left(Instant due, Duration most) {
        Duration left = Duration.between(strand.now(), due);
        return left.isNegative() ? Duration.ZERO : left.compareTo(most) > 0 ? most : left;
    }

    private void unconfirm(UUID ticketId, Duration in) {
        give(new Command.UnconfirmTicket(ticketId), in);
    }

    private void expire(UUID ticketId, Duration in) {
        give(new Command.ExpireEvaluation(ticketId), in);
    }

    private void putBack(UUID ticketId, Duration in) {
        give(new Command.ReturnTicket(ticketId), in);
    }

    /** A refusal by the rules means that it is settled already; one for trouble is tried again. */
    private void give(Command command, Duration in) {
        strand.after(
                in,
                () ->
                        hall.submit(Hall.Question.system("timer", command))
                                .thenAccept(
                                        result -> {
                                            if (result instanceof Hall.Result.Refused refused
                                                    && passes(refused)) {
                                                give(command, RETRY);
                                            }
                                        }));
    }

    private static boolean passes(Hall.Result.Refused refused) {
        return switch (refused.refusal().code()) {
            case DEGRADED, RECOVERING, INTERNAL -> true;
            default -> false;
        };
    }
}
