package org.hallkiosk.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Command;
import org.jspecify.annotations.Nullable;

/**
 * What a device did while it was alone, durable until the hall has it, and the blocks of numbers
 * that it holds (TICKET.md, offline and handing in). Called on the role's strand; every stage
 * completes there, exceptionally with {@link java.io.UncheckedIOException} when the disk refuses.
 */
public interface DeviceLog {

    /** The blocks that are held, in no order. */
    List<Lease> leases();

    /** Makes a lease durable, new or changed; before it is durable no number of it may be used. */
    CompletionStage<Void> keep(Lease lease);

    /** Forgets a lease: void, or used up. */
    CompletionStage<Void> drop(UUID block);

    /**
     * Makes a step durable, and with it, in the same transaction, the lease that it used a number
     * of.
     */
    CompletionStage<Void> record(NewStep step, @Nullable Lease lease);

    /** The oldest step that the hall does not have yet. */
    Optional<Step> first();

    /** Every step that the hall does not have yet, oldest first. */
    List<Step> waiting();

    /** Forgets a step: the hall has it. */
    CompletionStage<Void> remove(long seq);

    /**
     * Numbers of a category that may be given without the hall.
     *
     * @param day the business day to which they belong, ISO 8601
     * @param next the next unused number; beyond {@code to} when none is left
     */
    record Lease(
            UUID block,
            String category,
            String day,
            long epoch,
            int next,
            int to,
            @Nullable String macKey) {

        /** How many numbers are left. */
        public int left() {
            return Math.max(0, to - next + 1);
        }

        /** The lease after its next number was used. */
        public Lease used() {
            return new Lease(block, category, day, epoch, next + 1, to, macKey);
        }
    }

    /** What a device did. */
    sealed interface Deed {
        /** It asked for this. */
        record Asked(Command.Request command) implements Deed {}

        /** A citizen rated; the token stays in the device's own journal until the hall answers. */
        record Rated(Rating rating) implements Deed {}
    }

    /** A step to be recorded, with the id under which it will be handed in. */
    record NewStep(UUID id, Deed deed, Instant at) {
        /** A request that is handed in later. */
        public NewStep(UUID id, Command.Request command, Instant at) {
            this(id, new Deed.Asked(command), at);
        }
    }

    /**
     * A recorded step.
     *
     * @param seq its place, from 1, without a gap
     * @param agoMillis how long ago it was by the monotonic clock; null when the process has been
     *     restarted since
     */
    record Step(long seq, UUID id, Deed deed, Instant at, @Nullable Long agoMillis) {}
}
