package org.hallkiosk.core.domain;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a command does: from the state, the command and its context to events and an answer,
 * or to a refusal.
 *
 * <p>Pure: it changes nothing, and the same three always give the same decision. The caller makes
 * the events durable, applies them to the state in their order, and only then lets the answer out.
 * One caller at a time, the owner of the state.
 */
public final class QueueEngine {

    /**
     * With these a step that was handed in no longer fits; the device deletes it. Any other refusal
     * says that the device or its message is wrong, and stays a refusal.
     */
    private static final Set<RefusalCode> NO_LONGER_FITS =
            EnumSet.of(
                    RefusalCode.ID_REUSED,
                    RefusalCode.UNKNOWN_CATEGORY,
                    RefusalCode.UNKNOWN_WINDOW,
                    RefusalCode.UNKNOWN_TICKET,
                    RefusalCode.UNKNOWN_BLOCK,
                    RefusalCode.DAY_NOT_OPEN,
                    RefusalCode.WRONG_STATE,
                    RefusalCode.NOT_AT_WINDOW,
                    RefusalCode.NUMBER_USED,
                    RefusalCode.NOT_IN_BLOCK);

    /**
     * Decides.
     *
     * @throws IllegalStateException when the journal has no epoch yet and the command does not open
     *     one: the coordinator has not started the hall
     */
    public Decision decide(HallState state, Command command, Context context) {
        if (state.epoch() == 0 && !(command instanceof Command.OpenEpoch)) {
            throw new IllegalStateException("No epoch is open");
        }
        Case matter = new Case(state, context);
        try {
            if (context.offline() != null) {
                requireHandIn(command);
            }
            Answer answer = answer(matter, command);
            return new Decision.Accepted(matter.now(), matter.events(), answer);
        } catch (RuleBroken broken) {
            RefusalCode code = broken.refusal().code();
            if (context.offline() != null
                    && command instanceof Command.Request request
                    && NO_LONGER_FITS.contains(code)) {
                return new Decision.Accepted(
                        matter.now(),
                        List.of(new Event.HandInIgnored(request.verb(), ticketId(request), code)),
                        new Answer.NoEffect(code));
            }
            return new Decision.Refused(broken.refusal());
        }
    }

    private static Answer answer(Case matter, Command command) throws RuleBroken {
        return switch (command) {
            case Command.TicketTake c -> new TakingRules(matter).take(c);
            case Command.TicketProof c -> new TakingRules(matter).prove(c);
            case Command.BookingCheckIn c -> new BookingRules(matter).checkIn(c);
            case Command.RegisterBookings c -> new BookingRules(matter).register(c);
            case Command.TicketUnproved c -> new TakingRules(matter).unproved(c);
            case Command.TicketGet c -> new TakingRules(matter).get(c);
            case Command.UnconfirmTicket c -> new TakingRules(matter).unconfirm(c);
            case Command.BlockLease c -> new OfflineRules(matter).lease(c);
            case Command.TicketAdopt c -> new OfflineRules(matter).adopt(c);
            case Command.VoidBlock c -> new OfflineRules(matter).voidBlock(c);
            case Command.WindowOpen c -> new WindowRules(matter).open(c);
            case Command.WindowPause c -> new WindowRules(matter).pause(c);
            case Command.WindowClose c -> new WindowRules(matter).close(c);
            case Command.TicketCallNext c -> new CallingRules(matter).callNext(c);
            case Command.TicketCall c -> new CallingRules(matter).call(c);
            case Command.TicketRecall c -> new CallingRules(matter).recall(c);
            case Command.TicketStart c -> new CallingRules(matter).start(c);
            case Command.TicketFinish c -> new CallingRules(matter).finish(c);
            case Command.TicketMiss c -> new CallingRules(matter).miss(c);
            case Command.TicketPark c -> new ParkingRules(matter).park(c);
            case Command.TicketResume c -> new ParkingRules(matter).resume(c);
            case Command.TicketReturn c -> new ParkingRules(matter).putBack(c);
            case Command.ReturnTicket c -> new ParkingRules(matter).timeOver(c);
            case Command.TicketTransfer c -> new CallingRules(matter).transfer(c);
            case Command.TicketWithdraw c -> new CallingRules(matter).withdraw(c);
            case Command.EvaluationSubmit c -> new EvaluationRules(matter).submit(c);
            case Command.ReofferEvaluation c -> new EvaluationRules(matter).reoffer(c);
            case Command.ExpireEvaluation c -> new EvaluationRules(matter).expire(c);
            case Command.ConfigGet c -> new HallRules(matter).get(c);
            case Command.ConfigPut c -> new HallRules(matter).put(c);
            case Command.DayOpen _ -> new HallRules(matter).confirmDay();
            case Command.OpenDay _ -> new HallRules(matter).openDay();
            case Command.CloseDay _ -> new HallRules(matter).closeDay();
            case Command.StepClock c -> new HallRules(matter).stepClock(c);
            case Command.OpenEpoch c -> new HallRules(matter).openEpoch(c);
            case Command.EndRecovery c -> new RecoveryRules(matter).end(c);
            case Command.MakeCheckpoint c -> new HallRules(matter).checkpoint(c);
        };
    }

    /** What a device may do alone (TICKET.md): it never calls another. */
    private static void requireHandIn(Command command) throws RuleBroken {
        boolean may =
                switch (command) {
                    case Command.TicketAdopt _,
                            Command.TicketProof _,
                            Command.TicketRecall _,
                            Command.TicketStart _,
                            Command.TicketFinish _,
                            Command.TicketMiss _ ->
                            true;
                    default -> false;
                };
        if (!may) {
            throw new RuleBroken(
                    RefusalCode.NOT_OFFLINE,
                    "verb",
                    command instanceof Command.Request request ? request.verb() : "");
        }
    }

    private static @Nullable UUID ticketId(Command.Request request) {
        return switch (request) {
            case Command.TicketProof c -> c.ticketId();
            case Command.Step c when c.ticket() instanceof TicketRef.ById(var id) -> id;
            default -> null;
        };
    }
}
