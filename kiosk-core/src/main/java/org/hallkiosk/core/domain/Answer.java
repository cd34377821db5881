package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an accepted command is answered. */
public sealed interface Answer {

    /** It is done, and there is nothing to say about it. */
    record Done() implements Answer {}

    /**
     * A hand-in that no longer fits: {@code effect: none}. The device deletes it.
     *
     * @param reason what it would have been refused with
     */
    record NoEffect(RefusalCode reason) implements Answer {
        public NoEffect {
            requireNonNull(reason);
        }
    }

    /**
     * To take and adopt.
     *
     * @param ahead how many wait and are called before this one, if nobody with priority comes
     * @param estimate how long that may last; both null when the ticket does not queue
     * @param mac the code on the ticket's QR code, see {@link TicketMac}; null until the
     *     coordinator has put it in
     */
    record TicketGiven(
            String ticket,
            UUID ticketId,
            @Nullable Integer ahead,
            @Nullable Estimate estimate,
            @Nullable String mac)
            implements Answer {
        public TicketGiven {
            requireNonNull(ticket);
            requireNonNull(ticketId);
        }

        /** As the engine decides it: the engine has no keys. */
        public TicketGiven(
                String ticket,
                UUID ticketId,
                @Nullable Integer ahead,
                @Nullable Estimate estimate) {
            this(ticket, ticketId, ahead, estimate, null);
        }

        /** The same with the code. */
        public TicketGiven withMac(String newMac) {
            return new TicketGiven(ticket, ticketId, ahead, estimate, newMac);
        }
    }

    /** To whatever moves one ticket: where it is now. */
    record TicketIs(String ticket, UUID ticketId, TicketStatus status) implements Answer {
        public TicketIs {
            requireNonNull(ticket);
            requireNonNull(ticketId);
            requireNonNull(status);
        }
    }

    /** To {@code ticket.unproved}, in the order of the takes. */
    record Unproved(List<UUID> ticketIds) implements Answer {
        public Unproved {
            ticketIds = List.copyOf(ticketIds);
        }
    }

    /**
     * To {@code ticket.get}.
     *
     * @param proof the highest rising level reported; null when none was
     * @param last the contract's {@code final}: its dispenser has said its last word about the
     *     paper
     */
    record TicketFound(
            String ticket,
            UUID ticketId,
            TicketStatus status,
            @Nullable ProofLevel proof,
            boolean last)
            implements Answer {
        public TicketFound {
            requireNonNull(ticket);
            requireNonNull(ticketId);
            requireNonNull(status);
        }
    }

    /**
     * To {@code block.lease}: the numbers from {@code from} to {@code to}, both included.
     *
     * @param macKey what the codes of tickets from this block are made with, lower-case hex; null
     *     until the coordinator has put it in
     */
    record BlockGiven(
            UUID block, long epoch, LocalDate day, int from, int to, @Nullable String macKey)
            implements Answer {
        public BlockGiven {
            requireNonNull(block);
            requireNonNull(day);
        }

        /** As the engine decides it: the engine has no keys. */
        public BlockGiven(UUID block, long epoch, LocalDate day, int from, int to) {
            this(block, epoch, day, from, to, null);
        }

        /** The same with the key. */
        public BlockGiven withMacKey(String newKey) {
            return new BlockGiven(block, epoch, day, from, to, newKey);
        }

        /** Without the key, so that no log ever has it. */
        @Override
        public String toString() {
            return "BlockGiven[" + block + ", " + day + ", " + from + "-" + to + "]";
        }
    }

    /** To {@code window.open}, {@code window.pause} and {@code window.close}. */
    record WindowIs(int window, WindowStatus status) implements Answer {
        public WindowIs {
            requireNonNull(status);
        }
    }

    /** To {@code config.get}. */
    record ConfigIs(HallConfig config, List<Staff> staff) implements Answer {
        public ConfigIs {
            requireNonNull(config);
            staff = List.copyOf(staff);
        }
    }

    /** To {@code config.put}: the version that the configuration has got. */
    record ConfigStored(int version) implements Answer {}

    /** To {@code day.open} and the opening and closing of days: the day. */
    record DayIs(LocalDate day) implements Answer {
        public DayIs {
            requireNonNull(day);
        }
    }

    /** A wait in whole minutes, 0 ≤ low ≤ high. */
    record Estimate(int low, int high) {}
}
