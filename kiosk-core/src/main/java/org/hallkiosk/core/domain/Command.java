package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of the hall. {@link Request}s are the verbs of the contract (OUTSIDE.md);
 * {@link Internal} ones are given by the coordinator alone.
 *
 * <p>A record holds what the body said. Who asked, when and under which id is in the {@link
 * Context}.
 */
public sealed interface Command {

    /** A verb of the contract. */
    sealed interface Request extends Command {
        /** The verb's name in the contract. */
        String verb();
    }

    /** What the hall tells itself to do. */
    sealed interface Internal extends Command {}

    /**
     * Takes a ticket.
     *
     * @param device the dispenser; null only from the demo's identity or a member of staff
     */
    record TicketTake(String category, @Nullable String device, Priority priority)
            implements Request {
        public TicketTake {
            requireNonNull(category);
            requireNonNull(priority);
        }

        @Override
        public String verb() {
            return "ticket.take";
        }
    }

    /**
     * Checks in with a booking (预约签到): as a take with the priority {@link Priority#APPOINTMENT}.
     *
     * @param booking the text of its QR code, at most {@link Booking#MAX_CODE} characters
     * @param device the dispenser; null only from the demo's identity or a member of staff
     */
    record BookingCheckIn(String booking, @Nullable String device) implements Request {
        public BookingCheckIn {
            requireNonNull(booking);
        }

        @Override
        public String verb() {
            return "booking.check-in";
        }

        /** Without the code. */
        @Override
        public String toString() {
            return "BookingCheckIn[" + device + "]";
        }
    }

    /**
     * Registers a booking (预约) or replaces one that has not been used; not for devices. The same
     * booking again changes nothing, and one that has been used stays as it was used.
     *
     * @param booking not used, with the forgiven lateness in its end
     */
    record BookingRegister(Booking booking) implements Request {
        public BookingRegister {
            requireNonNull(booking);
        }

        @Override
        public String verb() {
            return "booking.register";
        }
    }

    /** Takes a booking back that has not been used; not for devices. */
    record BookingCancel(String booking) implements Request {
        public BookingCancel {
            requireNonNull(booking);
        }

        @Override
        public String verb() {
            return "booking.cancel";
        }

        /** Without the code. */
        @Override
        public String toString() {
            return "BookingCancel[]";
        }
    }

    /**
     * Says how far the paper of a ticket is proved.
     *
     * @param last the contract's {@code final}: no further report follows
     */
    record TicketProof(UUID ticketId, ProofLevel level, boolean last) implements Request {
        public TicketProof {
            requireNonNull(ticketId);
            requireNonNull(level);
        }

        @Override
        public String verb() {
            return "ticket.proof";
        }
    }

    /** Asks for the tickets that a dispenser never proved; changes nothing. */
    record TicketUnproved(@Nullable String device) implements Request {
        @Override
        public String verb() {
            return "ticket.unproved";
        }
    }

    /**
     * Asks what became of a ticket of today and of its paper; changes nothing. A dispenser asks it
     * of its own tickets alone.
     *
     * @param ticketId the ticket's, or that of the take that it was given for
     */
    record TicketGet(UUID ticketId) implements Request {
        public TicketGet {
            requireNonNull(ticketId);
        }

        @Override
        public String verb() {
            return "ticket.get";
        }
    }

    /**
     * Leases a block of numbers to the dispenser that asks.
     *
     * @param size how many it would like, at least 1; it may get fewer
     */
    record BlockLease(String category, int size) implements Request {
        public BlockLease {
            requireNonNull(category);
        }

        @Override
        public String verb() {
            return "block.lease";
        }
    }

    /**
     * Makes the hall adopt a ticket that a dispenser issued alone.
     *
     * @param take the id of the take that got no answer in time
     * @param ticket the number on the paper
     * @param priority what the citizen chose
     * @param takenAt the dispenser's wall clock at the take
     * @param agoMillis how long ago by its monotonic clock; null after a restart of the dispenser
     */
    record TicketAdopt(
            UUID take,
            UUID block,
            long epoch,
            String ticket,
            String category,
            Priority priority,
            Instant takenAt,
            @Nullable Long agoMillis)
            implements Request {
        public TicketAdopt {
            requireNonNull(take);
            requireNonNull(block);
            requireNonNull(ticket);
            requireNonNull(category);
            requireNonNull(priority);
            requireNonNull(takenAt);
        }

        @Override
        public String verb() {
            return "ticket.adopt";
        }
    }

    /** Opens a window, or lets another person take it over. */
    record WindowOpen(int window, String staff, @Nullable String reason) implements Request {
        public WindowOpen {
            requireNonNull(staff);
        }

        @Override
        public String verb() {
            return "window.open";
        }
    }

    /** Pauses a window. */
    record WindowPause(int window, String staff, @Nullable String reason) implements Request {
        public WindowPause {
            requireNonNull(staff);
        }

        @Override
        public String verb() {
            return "window.pause";
        }
    }

    /** Closes a window. */
    record WindowClose(int window, String staff, @Nullable String reason) implements Request {
        public WindowClose {
            requireNonNull(staff);
        }

        @Override
        public String verb() {
            return "window.close";
        }
    }

    /**
     * Asks aloud at a window that whoever waits stands back behind the one-metre line (一米线).
     * Changes nothing.
     */
    record WindowStandBack(int window) implements Request {
        @Override
        public String verb() {
            return "window.stand-back";
        }
    }

    /**
     * What the caller saw at the window.
     *
     * @param ticketId null = nobody
     */
    record Seen(@Nullable UUID ticketId) {}

    /** What becomes of the ticket that the window holds. */
    enum Close implements Word {
        MISS,
        FINISH
    }

    /**
     * Calls the next person.
     *
     * @param after null = no check
     * @param close null = refused when the window holds a ticket
     */
    record TicketCallNext(int window, @Nullable Seen after, @Nullable Close close)
            implements Request {
        @Override
        public String verb() {
            return "ticket.call-next";
        }
    }

    /** Calls one ticket by name: one that waits, was missed or is parked. */
    record TicketCall(int window, TicketRef ticket) implements Request {
        public TicketCall {
            requireNonNull(ticket);
        }

        @Override
        public String verb() {
            return "ticket.call";
        }
    }

    /**
     * A step with one ticket, for the most part the one that a window holds. At least one of the
     * two is given; with both they must agree.
     */
    sealed interface Step extends Request {
        /** The window; null = the one that holds the ticket. */
        @Nullable Integer window();

        /** The ticket; null = the one that the window holds. */
        @Nullable TicketRef ticket();
    }

    /** Calls the person again. */
    record TicketRecall(@Nullable Integer window, @Nullable TicketRef ticket) implements Step {
        @Override
        public String verb() {
            return "ticket.recall";
        }
    }

    /** The person has come: service starts. */
    record TicketStart(@Nullable Integer window, @Nullable TicketRef ticket) implements Step {
        @Override
        public String verb() {
            return "ticket.start";
        }
    }

    /** Service ends; starts it first when it had not been started. */
    record TicketFinish(@Nullable Integer window, @Nullable TicketRef ticket) implements Step {
        @Override
        public String verb() {
            return "ticket.finish";
        }
    }

    /** Nobody came. */
    record TicketMiss(@Nullable Integer window, @Nullable TicketRef ticket) implements Step {
        @Override
        public String verb() {
            return "ticket.miss";
        }
    }

    /**
     * Sets the ticket that the window holds aside, so that the next person can be served; starts it
     * first when it had not been started.
     *
     * @param minutes after how long it goes back to its line by itself; null = as the hall's rules
     *     say ({@link HallConfig.Rules#parkMinutes})
     */
    record TicketPark(
            @Nullable Integer window,
            @Nullable TicketRef ticket,
            @Nullable Integer minutes,
            @Nullable String reason)
            implements Step {
        /** As long as a ticket may be parked at once, in minutes: a working day. */
        public static final int MAX_MINUTES = 480;

        @Override
        public String verb() {
            return "ticket.park";
        }
    }

    /** Takes a parked ticket back at a free window: service goes on. */
    record TicketResume(int window, TicketRef ticket) implements Request {
        public TicketResume {
            requireNonNull(ticket);
        }

        @Override
        public String verb() {
            return "ticket.resume";
        }
    }

    /** Puts a parked ticket back into its line before its time. */
    record TicketReturn(int window, TicketRef ticket) implements Request {
        public TicketReturn {
            requireNonNull(ticket);
        }

        @Override
        public String verb() {
            return "ticket.return";
        }
    }

    /** Hands the ticket that the window holds on to another category. */
    record TicketTransfer(
            @Nullable Integer window,
            @Nullable TicketRef ticket,
            String category,
            @Nullable String reason)
            implements Step {
        public TicketTransfer {
            requireNonNull(category);
        }

        @Override
        public String verb() {
            return "ticket.transfer";
        }
    }

    /** Takes a ticket back, at a window or not, as long as it is not being served. */
    record TicketWithdraw(@Nullable Integer window, @Nullable TicketRef ticket) implements Step {
        @Override
        public String verb() {
            return "ticket.withdraw";
        }
    }

    /**
     * Rates a finished ticket (好差评).
     *
     * @param tokenHash SHA-256 of the token in lower-case hex; the token itself stays outside
     * @param level 5 非常满意 to 1 非常不满意 (evaluation.md)
     * @param codes indicator codes, at most {@link #MAX_CODES}
     * @param channel how it was given, for example {@code evaluator} or {@code receipt}; null when
     *     it was not said
     */
    record EvaluationSubmit(
            UUID ticketId,
            String tokenHash,
            int level,
            List<String> codes,
            @Nullable SealedText text,
            @Nullable String channel)
            implements Request {
        /** As many codes as one submission may have. */
        public static final int MAX_CODES = 32;

        public EvaluationSubmit {
            requireNonNull(ticketId);
            requireNonNull(tokenHash);
            codes = List.copyOf(codes);
        }

        /** The same with free text, sealed. */
        public EvaluationSubmit withText(SealedText sealed) {
            return new EvaluationSubmit(ticketId, tokenHash, level, codes, sealed, channel);
        }

        @Override
        public String verb() {
            return "evaluation.submit";
        }
    }

    /**
     * Asks for the configuration; changes nothing.
     *
     * @param version the version wanted; null = the newest, which is the only one that is kept
     */
    record ConfigGet(@Nullable Integer version) implements Request {
        @Override
        public String verb() {
            return "config.get";
        }
    }

    /**
     * Changes the configuration.
     *
     * @param basedOn the version that the author had before them; 0 for the first
     */
    record ConfigPut(HallConfig config, List<Staff> staff, int basedOn) implements Request {
        public ConfigPut {
            requireNonNull(config);
            staff = List.copyOf(staff);
        }

        @Override
        public String verb() {
            return "config.put";
        }
    }

    /**
     * A person vouches for clock and date after a clock step; opens the day when it is a new one.
     */
    record DayOpen() implements Request {
        @Override
        public String verb() {
            return "day.open";
        }
    }

    /**
     * Loads bookings. One that is known already and unused is replaced; one that has been used
     * stays as it was used.
     */
    record RegisterBookings(List<Booking> bookings) implements Internal {
        public RegisterBookings {
            bookings = List.copyOf(bookings);
        }
    }

    /** Opens the business day {@link Context#today}. Without effect when it is open already. */
    record OpenDay() implements Internal {}

    /** Closes the open business day: closes windows, voids blocks, ends what is open. */
    record CloseDay() implements Internal {}

    /**
     * The wall clock jumped against the monotonic one by more than 60 s (EVENTS.md 4).
     *
     * @param byMillis how far; negative = back
     */
    record StepClock(long byMillis) implements Internal {}

    /** 60 s have passed since the take without {@code printed} or more (TICKET.md). */
    record UnconfirmTicket(UUID ticketId) implements Internal {
        public UnconfirmTicket {
            requireNonNull(ticketId);
        }
    }

    /**
     * Replaces the token of an open offer by that of {@link Context#tokenHash}: the old one was not
     * delivered, or is forgotten after a restart. The time left stays.
     */
    record ReofferEvaluation(UUID ticketId) implements Internal {
        public ReofferEvaluation {
            requireNonNull(ticketId);
        }
    }

    /** The time of a parked ticket is over. */
    record ReturnTicket(UUID ticketId) implements Internal {
        public ReturnTicket {
            requireNonNull(ticketId);
        }
    }

    /** The time of an open offer is over. */
    record ExpireEvaluation(UUID ticketId) implements Internal {
        public ExpireEvaluation {
            requireNonNull(ticketId);
        }
    }

    /**
     * Voids one block before the end of its day, for example of a dispenser taken out of service.
     */
    record VoidBlock(UUID block) implements Internal {
        public VoidBlock {
            requireNonNull(block);
        }
    }

    /**
     * Opens an epoch: 1 in an empty journal, a higher one after a restore.
     *
     * @param epoch greater than every epoch known anywhere (EVENTS.md 10)
     * @param recovering whether events may be missing: then numbers come from the recovery range
     *     and no block is leased; see {@link Doubt}
     */
    record OpenEpoch(long epoch, boolean recovering) implements Internal {}

    /**
     * Takes over what lost events had made of the open day, and ends the recovery. Refused while
     * their day is not open here yet. Changes nothing when there is no recovery.
     *
     * @param lost the state after the lost events; null when they were all brought back before this
     *     epoch was opened, so that they are in the state already
     * @param centerEpoch the last event that the center held; 0 when it held none
     * @param centerSeq the same
     */
    record EndRecovery(@Nullable HallSnapshot lost, long centerEpoch, long centerSeq)
            implements Internal {}

    /**
     * Records that a segment of the journal begins after a snapshot (EVENTS.md 9).
     *
     * @param seq the last sequence number of the snapshot
     * @param hash the chain's hash there, lower-case hex
     */
    record MakeCheckpoint(long seq, String hash) implements Internal {
        public MakeCheckpoint {
            requireNonNull(hash);
        }
    }
}
