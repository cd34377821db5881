package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Blocks of numbers, and the tickets that a dispenser issued alone (TICKET.md, offline). */
final class OfflineRules {

    /** A greater age is nonsense; it would only make an instant that cannot be written. */
    private static final long OLDEST_MILLIS = 366L * 24 * 60 * 60 * 1000;

    private final Case matter;
    private final HallState state;

    OfflineRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer lease(Command.BlockLease command) throws RuleBroken {
        matter.forbid(Actor.Kind.STAFF);
        matter.requireOpenDay();
        HallConfig.Category category = matter.category(command.category());
        if (state.doubt() != Doubt.NONE) {
            throw new RuleBroken(RefusalCode.RECOVERING);
        }
        HallConfig.Range range = state.config().ranges().blocks();
        int from = Math.max(range.from(), state.numbers(category.prefix()).blocks() + 1);
        if (command.size() < 1) {
            throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "size");
        }
        if (from > range.to()) {
            throw new RuleBroken(RefusalCode.NUMBERS_EXHAUSTED, "category", category.id());
        }
        int to = (int) Math.min(range.to(), (long) from + command.size() - 1);
        UUID block = matter.context().newId();
        var day = requireNonNull(state.day());
        matter.happens(
                new Event.BlockLeased(block, matter.actor().id(), category.id(), day, from, to));
        return new Answer.BlockGiven(block, state.epoch(), day, from, to);
    }

    Answer voidBlock(Command.VoidBlock command) throws RuleBroken {
        Block block = state.block(command.block());
        if (block == null) {
            throw new RuleBroken(RefusalCode.UNKNOWN_BLOCK, "block", command.block());
        }
        if (!block.voided()) {
            matter.happens(new Event.BlockVoided(block.id()));
        }
        return new Answer.Done();
    }

    Answer adopt(Command.TicketAdopt command) throws RuleBroken {
        matter.forbid(Actor.Kind.STAFF);
        if (command.epoch() > state.epoch()) {
            throw new RuleBroken(RefusalCode.EPOCH_AHEAD, "epoch", command.epoch());
        }
        Block block = state.block(command.block());
        String device = block == null ? matter.actor().id() : block.device();
        matter.requireDevice(device);
        requireNumberOf(block, command);
        EarlierAdoption before = state.earlierAdoption(command.take());
        if (before != null) {
            return again(before, device, command);
        }
        Ticket earlier = state.ticketOfTake(command.take());
        Estimates estimates = new Estimates(state);
        if (earlier != null) {
            if (!earlier.device().equals(device)) {
                throw new RuleBroken(RefusalCode.NOT_YOURS);
            }
            if (earlier.adopted()) {
                if (!earlier.number().equals(command.ticket())) {
                    throw new RuleBroken(RefusalCode.ID_REUSED);
                }
                return estimates.given(earlier);
            }
        }
        Instant taken = taken(command);
        boolean queued = queues(block, command, taken);
        if (queued && state.ticket(command.ticket()) != null) {
            throw new RuleBroken(RefusalCode.NUMBER_USED, "ticket", command.ticket());
        }
        if (earlier != null && earlier.status().open()) {
            boolean held = earlier.status().atWindow();
            matter.happens(
                    new Event.TicketWithdrawn(
                            earlier.id(),
                            held ? requireNonNull(earlier.turn()).window() : null,
                            Event.Withdrawal.ADOPTED));
        }
        Instant place = place(command, taken);
        UUID id = matter.context().newId();
        matter.happens(
                new Event.TicketAdopted(
                        id,
                        command.ticket(),
                        command.category(),
                        device,
                        command.priority(),
                        command.take(),
                        command.block(),
                        command.epoch(),
                        command.takenAt(),
                        command.agoMillis() == null,
                        place,
                        queued));
        if (!queued) {
            return new Answer.TicketGiven(command.ticket(), id, null, null);
        }
        return given(estimates, command, id, place, earlier);
    }

    /** The adoption of an earlier day, handed in once more. */
    private static Answer again(EarlierAdoption before, String device, Command.TicketAdopt command)
            throws RuleBroken {
        if (!before.device().equals(device)) {
            throw new RuleBroken(RefusalCode.NOT_YOURS);
        }
        if (!before.number().equals(command.ticket())) {
            throw new RuleBroken(RefusalCode.ID_REUSED);
        }
        return new Answer.TicketGiven(before.number(), before.ticketId(), null, null);
    }

    private Answer given(
            Estimates estimates,
            Command.TicketAdopt command,
            UUID id,
            Instant placeAt,
            @Nullable Ticket withdrawn) {
        Place place = new Place(placeAt, state.tickets().size());
        int ahead = state.line(command.category()).ahead(command.priority(), place);
        // The number that this one replaces is still in its line.
        boolean counted =
                withdrawn != null
                        && withdrawn.status().callable()
                        && withdrawn.category().equals(command.category())
                        && Line.isAhead(withdrawn, command.priority(), place);
        int really = counted ? ahead - 1 : ahead;
        return new Answer.TicketGiven(
                command.ticket(), id, really, estimates.of(command.category(), really));
    }

    /** The number must be one of the block, or of any block when the hall knows no such block. */
    private void requireNumberOf(@Nullable Block block, Command.TicketAdopt command)
            throws RuleBroken {
        HallConfig.Category category = matter.category(command.category());
        HallConfig.Range range =
                block == null
                        ? state.config().ranges().blocks()
                        : new HallConfig.Range(block.from(), block.to());
        boolean fits;
        try {
            TicketNumber number = TicketNumber.parse(command.ticket());
            fits = number.prefix().equals(category.prefix()) && range.contains(number.value());
        } catch (IllegalArgumentException notANumber) {
            fits = false;
        }
        if (block != null) {
            fits &= block.category().equals(category.id()) && block.epoch() == command.epoch();
        }
        if (!fits) {
            throw new RuleBroken(RefusalCode.NOT_IN_BLOCK, "ticket", command.ticket());
        }
    }

    /**
     * Whether it still queues. A block that the hall does not know is of a closed day, or was lost
     * in a restore: then the time of the take tells.
     */
    private boolean queues(@Nullable Block block, Command.TicketAdopt command, Instant taken) {
        if (!state.dayOpen()) {
            return false;
        }
        return block != null
                || (command.epoch() < state.epoch() && !taken.isBefore(state.dayOpenedAt()));
    }

    /** The time of the take by the hall's clock. */
    private Instant taken(Command.TicketAdopt command) {
        Long ago = command.agoMillis();
        Instant taken =
                ago == null
                        ? command.takenAt()
                        : matter.now().minusMillis(Math.clamp(ago, 0, OLDEST_MILLIS));
        return taken.isAfter(matter.now()) ? matter.now() : taken;
    }

    /** Never before a person already called, nor before the day. */
    private Instant place(Command.TicketAdopt command, Instant taken) {
        Instant called = state.line(command.category()).called(command.priority());
        Instant earliest =
                called == null || called.isBefore(state.dayOpenedAt())
                        ? state.dayOpenedAt()
                        : called;
        return taken.isBefore(earliest) ? earliest : taken;
    }
}
