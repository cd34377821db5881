package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the hall. The types and their meaning last for ever (EVENTS.md 3): a component
 * that must change gets a new version in the codec, with an upcaster, and what is written once
 * stays readable.
 *
 * <p>Each holds all that {@link HallState#apply} needs; the time is that of its {@link
 * EventRecord}.
 */
public sealed interface Event {

    /**
     * A new epoch began. The first event of every epoch.
     *
     * @param previousEpoch the epoch that it continues; 0 for the first
     * @param previousSeq the last event of that epoch which this journal knows
     * @param recovering see {@link Command.OpenEpoch}
     * @param day the hall's date; null in events of before it was told
     */
    record EpochOpened(
            long previousEpoch, long previousSeq, boolean recovering, @Nullable LocalDate day)
            implements Event {}

    /**
     * The center has given back what it held beyond what this journal was restored to. What it
     * meant for the open day stands in the events before this one of the same request.
     *
     * @param centerEpoch the last event that the center held; 0 when it held none
     * @param centerSeq the same
     */
    record RecoveryEnded(long centerEpoch, long centerSeq) implements Event {}

    /**
     * A ticket that lost events knew is known again, as they had left it; or one that this epoch
     * knew from before the loss has come further in them.
     */
    record TicketRecovered(Ticket ticket) implements Event {
        public TicketRecovered {
            requireNonNull(ticket);
        }
    }

    /** A business day began: numbers start anew, yesterday's tickets are history. */
    record DayOpened(LocalDate day) implements Event {
        public DayOpened {
            requireNonNull(day);
        }
    }

    /**
     * A business day ended, and with it every open ticket.
     *
     * @param ended how many tickets were still open
     */
    record DayClosed(LocalDate day, int ended) implements Event {
        public DayClosed {
            requireNonNull(day);
        }
    }

    /** The configuration is now this. */
    record HallConfigured(HallConfig config) implements Event {
        public HallConfigured {
            requireNonNull(config);
        }
    }

    /** The staff is now this, all of it. */
    record StaffChanged(List<Staff> staff) implements Event {
        public StaffChanged {
            staff = List.copyOf(staff);
        }
    }

    /** A person is on duty at a window and serves. */
    record WindowOpened(int window, String staff, @Nullable String reason) implements Event {
        public WindowOpened {
            requireNonNull(staff);
        }
    }

    /** The person on duty is away for a while. */
    record WindowPaused(int window, String staff, @Nullable String reason) implements Event {
        public WindowPaused {
            requireNonNull(staff);
        }
    }

    /** Nobody is on duty any more. */
    record WindowClosed(int window, @Nullable String staff, @Nullable String reason)
            implements Event {}

    /**
     * The hall gave out a ticket.
     *
     * @param take the id of the request, by which an adopted ticket may replace this one
     */
    record TicketTaken(
            UUID ticketId,
            String ticket,
            String category,
            String device,
            Priority priority,
            @Nullable UUID take)
            implements Event {
        public TicketTaken {
            requireNonNull(ticketId);
            requireNonNull(ticket);
            requireNonNull(category);
            requireNonNull(device);
            requireNonNull(priority);
        }
    }

    /**
     * The hall knows of a booking; one of the same code that has not been used is replaced. The
     * fields are those of {@link Booking}: the name is masked.
     */
    record BookingRegistered(
            String booking, String category, Instant from, Instant to, @Nullable String name)
            implements Event {
        public BookingRegistered {
            requireNonNull(booking);
            requireNonNull(category);
            requireNonNull(from);
            requireNonNull(to);
        }
    }

    /** A booking that has not been used is not known any more. */
    record BookingCancelled(String booking) implements Event {
        public BookingCancelled {
            requireNonNull(booking);
        }
    }

    /** Somebody checked in with a booking and got this ticket, in the same transaction. */
    record BookingCheckedIn(String booking, UUID ticketId) implements Event {
        public BookingCheckedIn {
            requireNonNull(booking);
            requireNonNull(ticketId);
        }
    }

    /** The dispenser reported on the paper; {@code printed} and above make the ticket wait. */
    record TicketProved(UUID ticketId, ProofLevel level, boolean last) implements Event {
        public TicketProved {
            requireNonNull(ticketId);
            requireNonNull(level);
        }
    }

    /** Nobody vouches for the paper: callable, marked. */
    record TicketUnconfirmed(UUID ticketId) implements Event {
        public TicketUnconfirmed {
            requireNonNull(ticketId);
        }
    }

    /** Why a ticket was taken back. */
    enum Withdrawal implements Word {
        /** No paper came out. */
        PRINT_FAILED,
        /** The dispenser had issued one of its own for the same take. */
        ADOPTED,
        /** A person wanted it. */
        REQUESTED
    }

    /**
     * A ticket was taken back.
     *
     * @param window the window that held it and is free now; null when none did
     */
    record TicketWithdrawn(UUID ticketId, @Nullable Integer window, Withdrawal reason)
            implements Event {
        public TicketWithdrawn {
            requireNonNull(ticketId);
            requireNonNull(reason);
        }
    }

    /**
     * The hall adopted a ticket that a dispenser had issued alone.
     *
     * @param blockEpoch the epoch of the lease
     * @param takenAt the dispenser's wall clock at the take
     * @param doubtful whether {@code takenAt} is all that is known of the time
     * @param place the time by which it queues
     * @param queued false when its business day was closed already: recorded only
     */
    record TicketAdopted(
            UUID ticketId,
            String ticket,
            String category,
            String device,
            Priority priority,
            UUID take,
            UUID block,
            long blockEpoch,
            Instant takenAt,
            boolean doubtful,
            Instant place,
            boolean queued)
            implements Event {
        public TicketAdopted {
            requireNonNull(ticketId);
            requireNonNull(ticket);
            requireNonNull(category);
            requireNonNull(device);
            requireNonNull(priority);
            requireNonNull(take);
            requireNonNull(block);
            requireNonNull(takenAt);
            requireNonNull(place);
        }
    }

    /** A window called a ticket; the call's count is 1. */
    record TicketCalled(UUID ticketId, int window, String staff, UUID call) implements Event {
        public TicketCalled {
            requireNonNull(ticketId);
            requireNonNull(staff);
            requireNonNull(call);
        }
    }

    /**
     * A window called again.
     *
     * @param count the call's count now; unchanged when the step was handed in, because nobody
     *     should hear it then
     */
    record TicketRecalled(UUID ticketId, int window, int count) implements Event {
        public TicketRecalled {
            requireNonNull(ticketId);
        }
    }

    /** Service started. */
    record TicketStarted(UUID ticketId, int window, String staff) implements Event {
        public TicketStarted {
            requireNonNull(ticketId);
            requireNonNull(staff);
        }
    }

    /** Service ended. */
    record TicketFinished(UUID ticketId, int window, String staff) implements Event {
        public TicketFinished {
            requireNonNull(ticketId);
            requireNonNull(staff);
        }
    }

    /** Nobody came. */
    record TicketMissed(UUID ticketId, int window, String staff) implements Event {
        public TicketMissed {
            requireNonNull(ticketId);
            requireNonNull(staff);
        }
    }

    /**
     * Service was interrupted: the person fetches something and comes back (挂起). The window is
     * free.
     *
     * @param until when the ticket goes back to its line by itself
     * @param reason as the person at the window said
     */
    record TicketParked(
            UUID ticketId, int window, String staff, Instant until, @Nullable String reason)
            implements Event {
        public TicketParked {
            requireNonNull(ticketId);
            requireNonNull(staff);
            requireNonNull(until);
        }
    }

    /** The person is back at a window: service goes on, without a call. */
    record TicketResumed(UUID ticketId, int window, String staff) implements Event {
        public TicketResumed {
            requireNonNull(ticketId);
            requireNonNull(staff);
        }
    }

    /** A parked ticket waits again, at the place that its take had given it. */
    record TicketReturned(UUID ticketId) implements Event {
        public TicketReturned {
            requireNonNull(ticketId);
        }
    }

    /**
     * A ticket was handed on to another category (转交, R82, R87), where it waits at the place that
     * its take had given it.
     *
     * @param window the window that handed it on
     * @param from the category before
     * @param to the category now
     */
    record TicketTransferred(
            UUID ticketId,
            int window,
            String staff,
            String from,
            String to,
            @Nullable String reason)
            implements Event {
        public TicketTransferred {
            requireNonNull(ticketId);
            requireNonNull(staff);
            requireNonNull(from);
            requireNonNull(to);
        }
    }

    /**
     * An evaluation may be given; a second one for a ticket replaces the token of the first.
     *
     * @param tokenHash SHA-256 of the token, lower-case hex
     */
    record EvaluationOffered(
            UUID ticketId, int window, String staff, String tokenHash, Instant expiresAt)
            implements Event {
        public EvaluationOffered {
            requireNonNull(ticketId);
            requireNonNull(staff);
            requireNonNull(tokenHash);
            requireNonNull(expiresAt);
        }
    }

    /** An evaluation was given, bound to window, person and matter. */
    record EvaluationSubmitted(
            UUID ticketId,
            int window,
            String staff,
            String category,
            int level,
            List<String> codes,
            @Nullable SealedText text,
            @Nullable String channel)
            implements Event {
        public EvaluationSubmitted {
            requireNonNull(ticketId);
            requireNonNull(staff);
            requireNonNull(category);
            codes = List.copyOf(codes);
        }
    }

    /** Nobody gave an evaluation in time. */
    record EvaluationExpired(UUID ticketId) implements Event {
        public EvaluationExpired {
            requireNonNull(ticketId);
        }
    }

    /** A dispenser got a block of numbers, {@code from} and {@code to} included. */
    record BlockLeased(UUID block, String device, String category, LocalDate day, int from, int to)
            implements Event {
        public BlockLeased {
            requireNonNull(block);
            requireNonNull(device);
            requireNonNull(category);
            requireNonNull(day);
        }
    }

    /** What is unused of a block is void. */
    record BlockVoided(UUID block) implements Event {
        public BlockVoided {
            requireNonNull(block);
        }
    }

    /**
     * A step handed in no longer fitted and had no effect.
     *
     * @param ticketId the ticket that it was about, when it is known
     * @param reason what it would have been refused with
     */
    record HandInIgnored(String verb, @Nullable UUID ticketId, RefusalCode reason)
            implements Event {
        public HandInIgnored {
            requireNonNull(verb);
            requireNonNull(reason);
        }
    }

    /** See {@link Command.MakeCheckpoint}. */
    record CheckpointMade(long seq, String hash) implements Event {
        public CheckpointMade {
            requireNonNull(hash);
        }
    }

    /**
     * The wall clock stepped, or a person vouched for it again.
     *
     * @param byMillis how far it stepped; 0 when a person vouches
     * @param trusted whether the clock may open a day
     */
    record ClockStepped(long byMillis, boolean trusted) implements Event {}
}
