package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ticket (号票) of the business day, as the events so far have made it.
 *
 * @param number what stands on the paper, for example {@code A012}
 * @param device the dispenser that took it, or another asker's id
 * @param take the id of the take; null when the hall made it without a request
 * @param adopted issued by the dispenser alone, from a block
 * @param proof the highest rising level reported; null when none was
 * @param reported whether the dispenser has said its last word about the paper
 * @param turn its last turn at a window; null when it was never called
 * @param offer the evaluation offered for it; null when none was
 * @param parkedUntil when it goes back to its line by itself; null when it is not parked
 */
public record Ticket(
        UUID id,
        String number,
        String category,
        String device,
        @Nullable UUID take,
        boolean adopted,
        Priority priority,
        Instant takenAt,
        Place place,
        TicketStatus status,
        @Nullable ProofLevel proof,
        boolean reported,
        @Nullable Turn turn,
        @Nullable Offer offer,
        @Nullable Instant parkedUntil) {

    public Ticket {
        requireNonNull(id);
        requireNonNull(number);
        requireNonNull(category);
        requireNonNull(device);
        requireNonNull(priority);
        requireNonNull(takenAt);
        requireNonNull(place);
        requireNonNull(status);
    }

    /**
     * One turn at a window.
     *
     * @param staff who was on duty
     * @param call the id of the call
     * @param count how often it was called in this turn, from 1
     */
    public record Turn(int window, String staff, UUID call, int count, Instant calledAt) {
        public Turn {
            requireNonNull(staff);
            requireNonNull(call);
            requireNonNull(calledAt);
        }
    }

    /** What became of an offered evaluation. */
    public enum OfferStatus implements Word {
        OPEN,
        SUBMITTED,
        EXPIRED
    }

    /** An offered evaluation, see {@link Event.EvaluationOffered}. */
    public record Offer(
            OfferStatus status, int window, String staff, String tokenHash, Instant expiresAt) {
        public Offer {
            requireNonNull(status);
            requireNonNull(staff);
            requireNonNull(tokenHash);
            requireNonNull(expiresAt);
        }

        /** Whether the evaluation may be given now. */
        boolean open() {
            return status == OfferStatus.OPEN;
        }

        Offer with(OfferStatus newStatus) {
            return new Offer(newStatus, window, staff, tokenHash, expiresAt);
        }
    }

    /** Whether nobody has vouched for its paper, nor given it up, yet. */
    public boolean unproved() {
        return !reported
                && (status == TicketStatus.REQUESTED || status == TicketStatus.UNCONFIRMED)
                && (proof == null || !proof.provesPaper());
    }

    /** As a recovery takes it over: an evaluation offered before the loss has expired. */
    Ticket recovered(TicketStatus newStatus, Place newPlace) {
        Ticket there = with(newStatus).copy(c -> c.place = newPlace);
        return offer != null && offer.open() ? there.with(offer.with(OfferStatus.EXPIRED)) : there;
    }

    /** The same in another state; what is not parked any more has no time to return at. */
    Ticket with(TicketStatus newStatus) {
        return copy(
                c -> {
                    c.status = newStatus;
                    c.parkedUntil = newStatus == TicketStatus.PARKED ? parkedUntil : null;
                });
    }

    Ticket with(@Nullable ProofLevel newProof, boolean newReported) {
        return copy(
                c -> {
                    c.proof = newProof;
                    c.reported = newReported;
                });
    }

    Ticket with(Turn newTurn) {
        return copy(c -> c.turn = newTurn);
    }

    Ticket with(Offer newOffer) {
        return copy(c -> c.offer = newOffer);
    }

    Ticket parked(Instant until) {
        return copy(
                c -> {
                    c.status = TicketStatus.PARKED;
                    c.parkedUntil = until;
                });
    }

    /** In the line of another category, at the place that it had. */
    Ticket movedTo(String newCategory) {
        return with(TicketStatus.WAITING).copy(c -> c.category = newCategory);
    }

    /** The one place in which a ticket is copied. */
    private Ticket copy(Consumer<Changes> change) {
        Changes changes = new Changes(this);
        change.accept(changes);
        return new Ticket(
                id,
                number,
                changes.category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                changes.place,
                changes.status,
                changes.proof,
                changes.reported,
                changes.turn,
                changes.offer,
                changes.parkedUntil);
    }

    /** What of a ticket can change in its life. */
    private static final class Changes {
        String category;
        Place place;
        TicketStatus status;
        @Nullable ProofLevel proof;
        boolean reported;
        @Nullable Turn turn;
        @Nullable Offer offer;
        @Nullable Instant parkedUntil;

        Changes(Ticket of) {
            category = of.category;
            place = of.place;
            status = of.status;
            proof = of.proof;
            reported = of.reported;
            turn = of.turn;
            offer = of.offer;
            parkedUntil = of.parkedUntil;
        }
    }
}
