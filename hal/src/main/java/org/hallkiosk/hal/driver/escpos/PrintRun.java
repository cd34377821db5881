package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.api.PrinterFault;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.PrinterCondition;
import org.hallkiosk.hal.protocol.escpos.Reply;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through the printer, from the first byte to the last proof
 * (printer-escpos.md §7). It ends by itself in bounded time, exactly once.
 */
final class PrintRun {

    /** How long a printer that stopped may still say that all was done. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** How long not a byte may leave before the printer counts as dead. */
    private static final Duration STALL = Duration.ofSeconds(10);

    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration MOUTH_WATCH = Duration.ofMillis(500);
    private static final Duration REACHES_MOUTH_WITHIN = Duration.ofSeconds(5);

    /** What a run needs of the printer that it belongs to. */
    interface Owner {
        void reached(PrintProof proof);

        /**
         * The run is over.
         *
         * @param leavesRest whether a part of the ticket may still be in the printer
         */
        void ended(PrintOutcome outcome, boolean leavesRest);

        /** Asks how the printer is, now. */
        void askCondition(Consumer<Optional<PrinterCondition>> answer);

        Fault fault(PrinterFault code);
    }

    private enum Stage {
        SENDING,
        PRINTING,
        AT_MOUTH,
        OVER
    }

    private final Port port;
    private final PrintRules rules;
    private final int heightDots;
    private final String processId;
    private final boolean mouthWasFree;
    private final Owner owner;
    private final Timers timers;

    private Stage stage = Stage.SENDING;
    private Optional<PrintProof> reached = Optional.empty();
    private @Nullable PrinterFault suspicion;
    private int unsent = Integer.MAX_VALUE;

    /**
     * @param heightDots the estimated length of the paper
     * @param processId four characters that no other run of this connection has
     * @param mouthWasFree whether nothing lay at the mouth before
     */
    PrintRun(
            Strand strand,
            Port port,
            PrintRules rules,
            int heightDots,
            String processId,
            boolean mouthWasFree,
            Owner owner) {
        this.timers = new Timers(strand);
        this.port = port;
        this.rules = rules;
        this.heightDots = heightDots;
        this.processId = processId;
        this.mouthWasFree = mouthWasFree;
        this.owner = owner;
    }

    /** Sends the ticket and the question whether it is done, as one piece. */
    void start(byte[] ticket) {
        byte[] question =
                switch (rules.profile().completion()) {
                    case PROCESS_ID -> EscPosCommands.processId(processId);
                    case IN_ORDER -> EscPosCommands.paperStatusInOrder();
                    case NONE -> new byte[0];
                };
        byte[] all = new byte[ticket.length + question.length];
        System.arraycopy(ticket, 0, all, 0, ticket.length);
        System.arraycopy(question, 0, all, ticket.length, question.length);
        port.send(all);
        watchStall();
    }

    private void watchStall() {
        timers.after(
                STALL,
                () -> {
                    if (stage != Stage.SENDING) {
                        return;
                    }
                    if (port.unsent() >= unsent) {
                        unknown(owner.fault(PrinterFault.SILENT));
                        return;
                    }
                    unsent = port.unsent();
                    watchStall();
                });
    }

    /** Everything has left this computer. */
    void drained() {
        if (stage != Stage.SENDING || port.unsent() > 0) {
            return;
        }
        stage = Stage.PRINTING;
        reach(PrintProof.SENT);
        if (rules.profile().health() == Profile.Health.NONE) {
            proved();
            return;
        }
        if (rules.profile().completion() == Profile.Completion.NONE) {
            timers.after(rules.printing(heightDots).plusSeconds(1), this::judge);
        } else {
            timers.after(rules.deadline(heightDots), this::judge);
        }
        if (rules.profile().health() != Profile.Health.AUTOMATIC) {
            watch();
        }
    }

    private void watch() {
        timers.after(
                WATCH,
                () ->
                        owner.askCondition(
                                answer -> {
                                    answer.ifPresent(this::condition);
                                    if (stage == Stage.PRINTING) {
                                        watch();
                                    }
                                }));
    }

    /** How the printer is, by itself or because it was asked. */
    void condition(PrinterCondition condition) {
        boolean printing = stage == Stage.SENDING || stage == Stage.PRINTING;
        if (!printing || condition.canPrint() || onlyHot(condition)) {
            return;
        }
        PrinterFault fault = Conditions.blocking(condition);
        if (suspicion == null) {
            suspicion = fault;
            timers.after(GRACE, this::stopped);
        } else if (suspicion == PrinterFault.OFFLINE) {
            suspicion = fault;
        }
    }

    /** A hot head pauses and goes on by itself. */
    private static boolean onlyHot(PrinterCondition condition) {
        return Conditions.blocking(condition) == PrinterFault.HEAD_HOT;
    }

    /**
     * The printer stopped in the middle and did not say within the grace that it was done. At the
     * end of the paper the cut at least is missing. In every other case the paper may be whole.
     */
    private void stopped() {
        Fault fault = owner.fault(suspicion == null ? PrinterFault.OFFLINE : suspicion);
        boolean canProve = rules.profile().completion() != Profile.Completion.NONE;
        if (suspicion == PrinterFault.PAPER_OUT && canProve) {
            end(new PrintOutcome.Failed(fault, reached), true);
        } else {
            unknown(fault);
        }
    }

    /** A block came. */
    void block(Reply.Block block) {
        if (rules.profile().completion() == Profile.Completion.PROCESS_ID
                && block.isProcessId(processId)) {
            sentAtLeast();
            if (stage == Stage.PRINTING) {
                reach(PrintProof.PRINTED);
                if (suspicion != PrinterFault.CUTTER_ERROR) {
                    reach(PrintProof.CUT);
                }
                proved();
            }
        }
    }

    /** The answer to this run's GS r 1 came. */
    void paperStatus(Reply.InOrder status) {
        if (rules.profile().completion() != Profile.Completion.IN_ORDER) {
            return;
        }
        sentAtLeast();
        if (stage != Stage.PRINTING) {
            return;
        }
        if (status.paperEnd()) {
            // Some boards throw data away when the paper has ended, and go on answering.
            unknown(owner.fault(PrinterFault.PAPER_OUT));
            return;
        }
        reach(PrintProof.PRINTED);
        if (rules.profile().presents() && mouthWasFree) {
            stage = Stage.AT_MOUTH;
            timers.cancel();
            timers.after(REACHES_MOUTH_WITHIN, this::proved);
            watchMouth();
        } else {
            proved();
        }
    }

    private void watchMouth() {
        owner.askCondition(
                answer -> {
                    if (stage != Stage.AT_MOUTH) {
                        return;
                    }
                    boolean there = answer.map(PrinterCondition::atMouth).orElse(false);
                    boolean wasThere = reached.equals(Optional.of(PrintProof.AT_MOUTH));
                    if (there && !wasThere) {
                        reach(PrintProof.AT_MOUTH);
                        timers.cancel();
                        timers.after(rules.takeWithin(), this::notTaken);
                    } else if (wasThere && answer.isPresent() && !there) {
                        reach(PrintProof.TAKEN);
                        proved();
                        return;
                    }
                    timers.after(MOUTH_WATCH, this::watchMouth);
                });
    }

    private void notTaken() {
        if (rules.retract()) {
            port.send(EscPosCommands.retract());
        }
        proved();
    }

    /** The deadline: asks the printer once more, and believes what it says. */
    private void judge() {
        owner.askCondition(
                answer -> {
                    if (stage != Stage.PRINTING) {
                        return;
                    }
                    if (answer.isEmpty()) {
                        unknown(owner.fault(PrinterFault.SILENT));
                    } else if (answer.get().canPrint() && suspicion == null) {
                        reach(PrintProof.ACCEPTED);
                        proved();
                    } else {
                        unknown(owner.fault(Conditions.blocking(answer.get())));
                    }
                });
    }

    /** The link is gone, or the device is being closed. */
    void interrupted(Fault why) {
        if (stage == Stage.AT_MOUTH) {
            proved();
        } else {
            unknown(why);
        }
    }

    /** An answer can overtake the news that everything has left. */
    private void sentAtLeast() {
        if (stage == Stage.SENDING) {
            stage = Stage.PRINTING;
            reach(PrintProof.SENT);
        }
    }

    private void reach(PrintProof proof) {
        reached = Optional.of(proof);
        owner.reached(proof);
    }

    private void proved() {
        end(new PrintOutcome.Proved(reached.orElse(PrintProof.SENT)), false);
    }

    private void unknown(Fault fault) {
        end(new PrintOutcome.Unknown(fault, reached), true);
    }

    private void end(PrintOutcome outcome, boolean leavesRest) {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            timers.cancel();
            owner.ended(outcome, leavesRest);
        }
    }
}
