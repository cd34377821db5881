package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.api.PrinterFault;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.driver.escpos.Profile.Health;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.escpos.EncodedTicket;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.PrinterCondition;
import org.hallkiosk.hal.protocol.escpos.Reply;
import org.hallkiosk.hal.protocol.escpos.ReplySplitter;
import org.hallkiosk.hal.protocol.escpos.TicketEncoder;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One ESC/POS printer on a link of its own.
 *
 * <p>The flow is that of printer-escpos.md §7: greet until the printer has said how it is; never
 * send to a printer that cannot print; after a ticket that may have stayed in the printer in part,
 * clear its buffers and cut the rest off before the next one.
 */
final class EscPosPrinter extends AbstractDevice implements TicketPrinter {

    private static final Duration FIRST_ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(10);
    private static final Duration FLUSHED_WITHIN = Duration.ofSeconds(30);

    /** How often a printer that tells its state by itself is asked whether it is there. */
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);

    /** How often one that does not is asked how it is: a round of three to four questions. */
    private static final Duration ROUND_EVERY = Duration.ofSeconds(1);

    /** How old what it said may be for a ticket to be sent without asking again. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** How often a cutter error is tried to be ended while it lasts. */
    private static final Duration RECOVER_EVERY = Duration.ofSeconds(10);

    /** When the answer to an earlier ticket's GS r will not come any more. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);

    private static final int IDS = 36 * 36 * 36 * 36;

    private enum Phase {
        CLOSED,
        /** Open, and no link. */
        APART,
        /** There is a link, and the printer has not said yet how it is. */
        GREETING,
        /** It has said how it is. */
        KNOWN
    }

    private final class Task implements PrintJob {
        final PrintDocument document;
        final PrintListener listener;

        Task(PrintDocument document, PrintListener listener) {
            this.document = document;
            this.listener = listener;
        }

        @Override
        public boolean cancel() {
            return queue.remove(this);
        }
    }

    private final Port port;
    private final TicketEncoder encoder;
    private final PrintRules rules;
    private final Profile profile;
    private final RealTimeQuestions questions;
    private final StatusRound round;
    private final Deque<Task> queue = new ArrayDeque<>();
    private final Timers timers;

    private Phase phase = Phase.CLOSED;
    private ReplySplitter splitter;
    private PrinterCondition condition = PrinterCondition.HEALTHY;
    private long conditionAt;
    private boolean fellSilent;
    private boolean unconfirmed;
    private boolean leftovers;
    private boolean asking;

    /** Whether automatic status has come on this connection. */
    private boolean tellsByItself;

    private @Nullable PrintRun run;
    private int nextId;
    private int inOrderAwaited;
    private long runEndedAt;

    EscPosPrinter(String id, Strand strand, Port port, TicketEncoder encoder, PrintRules rules) {
        super(id, strand);
        this.port = port;
        this.encoder = encoder;
        this.rules = rules;
        this.profile = rules.profile();
        this.timers = new Timers(strand);
        this.questions = new RealTimeQuestions(strand, this::sendQuestion);
        this.round = new StatusRound(questions, profile.health() == Health.FULL_STATUS);
        this.splitter = newSplitter();
        // Not the ids of a process that ran on this line a moment ago.
        this.nextId = (int) Math.floorMod(strand.now().toEpochMilli(), (long) IDS);
    }

    @Override
    public Set<Capability> capabilities() {
        return profile.capabilities();
    }

    @Override
    public void open() {
        if (phase == Phase.CLOSED) {
            phase = Phase.APART;
            port.attach(new Line());
        }
    }

    @Override
    public void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        fellSilent = false;
        Fault closed = fault(PrinterFault.CLOSED);
        endConnection(closed);
        failQueue(closed);
        port.detach();
        keeper.closed();
    }

    @Override
    public PrintJob print(PrintDocument document, PrintListener listener) {
        Task task = new Task(document, listener);
        queue.add(task);
        strand.execute(this::startNext);
        return task;
    }

    private final class Line implements Port.Handler {
        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            greet();
        }

        @Override
        public void received(byte[] bytes) {
            splitter.accept(bytes).forEach(EscPosPrinter.this::heard);
        }

        @Override
        public void drained() {
            if (run != null) {
                run.drained();
            }
        }

        @Override
        public void disconnected(LinkEnd end) {
            phase = Phase.APART;
            boolean silent = fellSilent;
            fellSilent = false;
            keeper.together(
                    () -> {
                        keeper.disconnected(end);
                        if (silent) {
                            keeper.raise(PrinterFault.SILENT, Map.of());
                        }
                    });
            Fault why = whyApart();
            endConnection(why);
            failQueue(why);
        }
    }

    // ---- Greeting: §7 step 1

    private void greet() {
        phase = Phase.GREETING;
        splitter = newSplitter();
        inOrderAwaited = 0;
        tellsByItself = false;
        if (profile.health() == Health.NONE) {
            known(PrinterCondition.HEALTHY);
            return;
        }
        askForState();
        timers.after(
                FIRST_ANSWER_WITHIN,
                profile.health() == Health.AUTOMATIC ? this::askWhetherOffline : this::flush);
        long since = strand.nanoTime();
        timers.after(SILENT_AFTER, () -> giveUp(since));
    }

    private void askForState() {
        if (profile.health() == Health.AUTOMATIC) {
            port.send(EscPosCommands.initialise());
            port.send(EscPosCommands.enableAutomaticStatus());
        } else {
            port.send(EscPosCommands.initialise());
            askRound();
        }
    }

    /**
     * A printer without paper or with its cover open executes nothing, not even what asks for
     * automatic status; real-time questions it answers (printer-escpos.md §3). It is asked until it
     * can work; then the request for automatic status is repeated, because it may have been lost.
     */
    private void askWhetherOffline() {
        round.ask(
                answer -> {
                    if (tellsByItself) {
                        return;
                    }
                    if (answer.isPresent() && !answer.get().canPrint()) {
                        known(answer.get());
                        timers.after(ROUND_EVERY, this::askWhetherOffline);
                    } else if (phase == Phase.GREETING) {
                        flush();
                    } else if (answer.isPresent()) {
                        port.send(EscPosCommands.enableAutomaticStatus());
                        timers.after(ROUND_EVERY, this::askWhetherOffline);
                    } else {
                        dropSilent();
                    }
                });
    }

    /** The printer may wait for the rest of a picture that an earlier connection began. */
    private void flush() {
        if (phase == Phase.GREETING) {
            port.send(EscPosCommands.flush());
            askForState();
        }
    }

    private void giveUp(long since) {
        if (phase != Phase.GREETING) {
            return;
        }
        boolean flushing = port.unsent() > 0;
        if (flushing && strand.nanoTime() - since < FLUSHED_WITHIN.toNanos()) {
            timers.after(FIRST_ANSWER_WITHIN, () -> giveUp(since));
        } else {
            dropSilent();
        }
    }

    private void dropSilent() {
        fellSilent = true;
        phase = Phase.GREETING;
        port.drop(LinkEnd.Reason.UNANSWERED, "The printer has not answered.");
    }

    // ---- What the printer says

    private void heard(Reply reply) {
        switch (reply) {
            case Reply.AutomaticStatus status -> {
                if (profile.health() == Health.AUTOMATIC) {
                    tellsByItself = true;
                    known(PrinterCondition.of(status));
                }
            }
            case Reply.RealTimeStatus status -> questions.replied(status);
            case Reply.FullStatus status -> questions.replied(status);
            case Reply.Block block -> {
                if (run != null) {
                    run.block(block);
                }
            }
            case Reply.InOrder status -> paperStatus(status);
            case Reply.FlowControl flow -> {
                // The link's business; nothing is to be learnt of the printer.
            }
        }
    }

    /** GS r answers come in the order of the questions; one of an earlier ticket proves nothing. */
    private void paperStatus(Reply.InOrder status) {
        if (inOrderAwaited == 0) {
            return;
        }
        inOrderAwaited--;
        if (inOrderAwaited == 0 && run != null) {
            run.paperStatus(status);
        }
    }

    private void known(PrinterCondition now) {
        boolean first = phase == Phase.GREETING;
        condition = now;
        conditionAt = strand.nanoTime();
        if (first) {
            phase = Phase.KNOWN;
            timers.cancel();
            keepAsking();
            recoverAgain();
        }
        if (run != null) {
            run.condition(now);
        } else {
            if (leftovers && now.canPrint()) {
                clearLeftovers();
            }
            strand.execute(this::startNext);
        }
        show();
    }

    /** §6 Recovery: what is left of a ticket that failed must not come out with the next one. */
    private void clearLeftovers() {
        leftovers = false;
        inOrderAwaited = 0;
        port.send(EscPosCommands.clearAndRecover());
        port.send(EscPosCommands.initialise());
        port.send(rules.closing());
        if (profile == Profile.PYRAMID) {
            port.send(EscPosCommands.retract());
        }
        if (profile.health() == Health.AUTOMATIC) {
            port.send(EscPosCommands.enableAutomaticStatus());
        }
    }

    private void keepAsking() {
        switch (profile.health()) {
            case AUTOMATIC -> timers.after(ALIVE_EVERY, this::askAlive);
            case REAL_TIME, FULL_STATUS -> timers.after(ROUND_EVERY, this::askAgain);
            case NONE -> {}
        }
    }

    private void askAlive() {
        if (run == null) {
            questions.ask(
                    1,
                    answer -> {
                        if (answer.isEmpty() && run == null) {
                            dropSilent();
                        }
                    });
        }
        keepAsking();
    }

    private void askAgain() {
        if (run == null) {
            askRound();
        }
        keepAsking();
    }

    private void askRound() {
        if (asking) {
            return;
        }
        asking = true;
        round.ask(
                answer -> {
                    asking = false;
                    if (answer.isPresent()) {
                        known(answer.get());
                    } else if (phase == Phase.KNOWN && run == null) {
                        dropSilent();
                    } else if (phase == Phase.GREETING) {
                        askRound();
                    }
                });
    }

    /** A cutter error stays until DLE ENQ, also when the jam is gone. */
    private void recoverAgain() {
        timers.after(
                RECOVER_EVERY,
                () -> {
                    if (run == null && (condition.cutterError() || condition.mechanicalError())) {
                        leftovers = true;
                        port.send(EscPosCommands.clearAndRecover());
                    }
                    recoverAgain();
                });
    }

    private void sendQuestion(byte[] question) {
        splitter.discardPartial();
        port.send(question);
    }

    // ---- Documents

    private void startNext() {
        if (run != null || queue.isEmpty()) {
            return;
        }
        if (phase != Phase.KNOWN) {
            failQueue(whyApart());
            return;
        }
        if (!condition.canPrint()) {
            failQueue(fault(Conditions.blocking(condition)));
            return;
        }
        boolean asked =
                profile.health() == Health.REAL_TIME || profile.health() == Health.FULL_STATUS;
        if (asked && strand.nanoTime() - conditionAt > FRESH.toNanos()) {
            askRound();
            return;
        }
        Task task = queue.remove();
        try {
            start(task, encoder.encode(task.document, rules.closing()));
        } catch (IllegalArgumentException unprintable) {
            String detail = String.valueOf(unprintable.getMessage());
            task.listener.ended(
                    new PrintOutcome.Failed(
                            new Fault(
                                    PrinterFault.UNPRINTABLE,
                                    Map.of("detail", detail),
                                    strand.now()),
                            Optional.empty()));
            strand.execute(this::startNext);
        }
    }

    /**
     * Why the printer is not there: the last fault of its link, or that it has not answered yet.
     */
    private Fault whyApart() {
        if (phase == Phase.CLOSED) {
            return fault(PrinterFault.CLOSED);
        }
        List<Fault> faults = keeper.status().faults();
        return faults.isEmpty() ? fault(PrinterFault.SILENT) : faults.getLast();
    }

    private Fault fault(PrinterFault code) {
        return new Fault(code, Map.of(), strand.now());
    }

    private void start(Task task, EncodedTicket ticket) {
        PrintRun started =
                new PrintRun(
                        strand,
                        port,
                        rules,
                        ticket.heightDots(),
                        processId(),
                        !condition.atMouth(),
                        new RunOwner(task));
        run = started;
        if (profile.completion() == Profile.Completion.IN_ORDER) {
            if (strand.nanoTime() - runEndedAt > LOST_AFTER.toNanos()) {
                inOrderAwaited = 0;
            }
            inOrderAwaited++;
        }
        started.start(ticket.bytes());
        show();
    }

    private String processId() {
        nextId = (nextId + 1) % IDS;
        String digits = Integer.toString(nextId, 36);
        return "0".repeat(4 - digits.length()) + digits;
    }

    private final class RunOwner implements PrintRun.Owner {
        private final Task task;

        RunOwner(Task task) {
            this.task = task;
        }

        @Override
        public void reached(PrintProof proof) {
            task.listener.reached(proof);
        }

        @Override
        public void ended(PrintOutcome outcome, boolean leavesRest) {
            run = null;
            runEndedAt = strand.nanoTime();
            runEnded(outcome, leavesRest);
            task.listener.ended(outcome);
            strand.execute(EscPosPrinter.this::startNext);
        }

        @Override
        public void askCondition(Consumer<Optional<PrinterCondition>> answer) {
            if (profile.health() == Health.AUTOMATIC) {
                questions.ask(1, alive -> answer.accept(alive.map(reply -> condition)));
            } else {
                round.ask(
                        found -> {
                            found.ifPresent(EscPosPrinter.this::known);
                            answer.accept(found);
                        });
            }
        }

        @Override
        public Fault fault(PrinterFault code) {
            return EscPosPrinter.this.fault(code);
        }
    }

    private void runEnded(PrintOutcome outcome, boolean leavesRest) {
        leftovers |= leavesRest;
        boolean couldConfirm = profile.completion() != Profile.Completion.NONE;
        if (outcome instanceof PrintOutcome.Proved(PrintProof proof) && couldConfirm) {
            unconfirmed = proof == PrintProof.ACCEPTED;
        }
        boolean silent =
                outcome instanceof PrintOutcome.Unknown(Fault fault, var reached)
                        && fault.code() == PrinterFault.SILENT;
        if (phase == Phase.KNOWN && leavesRest) {
            if (silent) {
                dropSilent();
            } else {
                port.send(EscPosCommands.clearAndRecover());
            }
        }
        if (phase == Phase.KNOWN && leftovers && condition.canPrint()) {
            clearLeftovers();
        }
        show();
    }

    private void failQueue(Fault why) {
        while (!queue.isEmpty()) {
            queue.remove().listener.ended(new PrintOutcome.Failed(why, Optional.empty()));
        }
    }

    // ---- Ends of connections, status

    private void endConnection(Fault why) {
        timers.cancel();
        round.forget();
        asking = false;
        PrintRun interrupted = run;
        if (interrupted != null) {
            interrupted.interrupted(why);
        }
    }

    private void show() {
        if (phase != Phase.KNOWN) {
            return;
        }
        Set<PrinterFault> wrong = EnumSet.noneOf(PrinterFault.class);
        wrong.addAll(Conditions.faults(condition));
        if (unconfirmed) {
            wrong.add(PrinterFault.UNCONFIRMED);
        }
        boolean mute = profile.health() == Health.NONE;
        Operation idle = condition.canPrint() ? Operation.READY : Operation.OFFLINE;
        keeper.together(
                () -> {
                    keeper.connected();
                    keeper.operation(
                            run != null ? Operation.BUSY : mute ? Operation.NOT_SUPPORTED : idle);
                    keeper.supply(mute ? Supply.NOT_SUPPORTED : Conditions.supply(condition));
                    keeper.media(Conditions.media(condition, profile.presents()));
                    for (PrinterFault code : PrinterFault.values()) {
                        if (wrong.contains(code)) {
                            keeper.raise(code, Map.of());
                        } else {
                            keeper.clear(code);
                        }
                    }
                });
    }

    private ReplySplitter newSplitter() {
        return new ReplySplitter(profile.health() == Health.FULL_STATUS);
    }
}
