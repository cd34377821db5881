package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
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
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                newPlace,
                newStatus,
                proof,
                reported,
                turn,
                offer == null || offer.status() != OfferStatus.OPEN
                        ? offer
                        : offer.with(OfferStatus.EXPIRED),
                newStatus == TicketStatus.PARKED ? parkedUntil : null);
    }

    /** The same in another state; what is not parked any more has no time to return at. */
    Ticket with(TicketStatus newStatus) {
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                newStatus,
                proof,
                reported,
                turn,
                offer,
                newStatus == TicketStatus.PARKED ? parkedUntil : null);
    }

    Ticket with(@Nullable ProofLevel newProof, boolean newReported) {
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                status,
                newProof,
                newReported,
                turn,
                offer,
                parkedUntil);
    }

    Ticket with(Turn newTurn) {
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                status,
                proof,
                reported,
                newTurn,
                offer,
                parkedUntil);
    }

    Ticket with(Offer newOffer) {
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                status,
                proof,
                reported,
                turn,
                newOffer,
                parkedUntil);
    }

    Ticket parked(Instant until) {
        return new Ticket(
                id,
                number,
                category,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                TicketStatus.PARKED,
                proof,
                reported,
                turn,
                offer,
                until);
    }

    /** In the line of another category, at the place that it had. */
    Ticket movedTo(String newCategory) {
        return new Ticket(
                id,
                number,
                newCategory,
                device,
                take,
                adopted,
                priority,
                takenAt,
                place,
                TicketStatus.WAITING,
                proof,
                reported,
                turn,
                offer,
                null);
    }
}
