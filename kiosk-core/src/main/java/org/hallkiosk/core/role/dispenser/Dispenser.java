package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TicketMac;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.CodeReader;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A ticket dispenser. It asks the hall for a number, prints it and reports the proof; when the hall
 * does not answer within the citizen's patience it issues from its leased block and hands that in
 * later (TICKET.md).
 *
 * <p>While the hall answers, nothing durable is written here before printing: the hall's one sync
 * is all that a citizen waits for.
 *
 * <p>All methods are called on its strand, none blocks, and everything is told there.
 */
public final class Dispenser {

    private static final System.Logger LOG = System.getLogger(Dispenser.class.getName());

    /** How long the hall may take for what no citizen waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long a take is remembered after its end, so that the same touch gets the same answer. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** How often leases are looked after while the hall is there. */
    private static final Duration LEASE_CARE = Duration.ofMinutes(1);

    private final DispenserSettings settings;
    private final Strand strand;
    private final HallClient hall;
    private final SlipPrinter printer;
    private final DeviceLog log;
    private final Ids ids;
    private final HandingIn handingIn;
    private final Blocks blocks;

    private final Map<UUID, Visit> visits = new HashMap<>();
    private Consumer<Taking> scanListener = news -> {};
    private boolean reading;
    private @Nullable Visit scanned;
    private final Set<UUID> printedHere = new HashSet<>();

    /** Tickets of the process before, whose paper may have come out. */
    private final Set<UUID> inherited = new HashSet<>();

    private HallConfig config = HallConfig.empty();
    private long epoch;
    private boolean unprovedAsked;
    private boolean unprovedKnown;
    private boolean running;

    /**
     * Makes it; {@link #start} sets it to work.
     *
     * @param log the device's
     * @param handingIn hands in what is in that log; started by whoever made it
     */
    public Dispenser(
            DispenserSettings settings,
            Strand strand,
            HallClient hall,
            SlipPrinter printer,
            DeviceLog log,
            HandingIn handingIn,
            Ids ids) {
        this.settings = settings;
        this.strand = strand;
        this.hall = hall;
        this.printer = printer;
        this.log = log;
        this.ids = ids;
        this.handingIn = handingIn;
        this.blocks = new Blocks(settings, strand, hall, log, ids);
    }

    /** Begins to serve. */
    public void start() {
        running = true;
        log.waiting().forEach(step -> ticketOf(step).ifPresent(inherited::add));
        hall.onConnection(this::connectionChanged);
        connectionChanged();
        care();
    }

    /** Takes no more tickets; what is being printed is left to the printer. */
    public void stop() {
        running = false;
    }

    /** The hall's configuration, as its categories and texts are needed for tickets. */
    public void configured(HallConfig newConfig) {
        config = newConfig;
        refill();
    }

    /** The hall's epoch, as its beat tells it; numbers of an earlier one are void. */
    public void epoch(long newEpoch) {
        if (newEpoch > epoch) {
            epoch = newEpoch;
            refill();
        }
    }

    /** Whether a take would lead to a ticket as far as the printer is concerned. */
    public SlipPrinter.Readiness printerReadiness() {
        return printer.readiness();
    }

    /** Told of each change of {@link #printerReadiness}. Replaces the listener of before. */
    public void onPrinterReadiness(Runnable listener) {
        printer.onReadiness(listener);
    }

    /** Whether the hall's configuration has come: before it no ticket can say what it is for. */
    public boolean isConfigured() {
        return config.version() > 0;
    }

    /** How many steps wait to be handed in. */
    public int handInDepth() {
        return log.waiting().size();
    }

    /**
     * Takes a ticket, as a touch does. The same intent again does nothing new.
     *
     * @param news told at once and at every change, for as long as the take goes on
     */
    public void take(TakeIntent intent, Consumer<Taking> news) {
        Visit visit = visits.get(intent.id());
        if (visit == null) {
            visit =
                    new Visit(
                            intent.id(),
                            new Command.TicketTake(
                                    intent.category(), settings.device(), intent.priority()),
                            intent.category(),
                            intent.relayed());
            visits.put(intent.id(), visit);
            visit.listeners.add(news);
            visit.begin();
        } else {
            visit.listeners.add(news);
            news.accept(visit.now);
        }
    }

    /**
     * Lets whoever shows the code of a booking (预约) check in: what a touch on take does, with the
     * booking's category and the priority of an appointment.
     */
    public void reads(CodeReader codes) {
        reading = true;
        codes.onReading(this::read);
    }

    /** Whether a booking's code can be shown here. */
    public boolean readsCodes() {
        return reading;
    }

    /** Told how each check-in by a code goes on. Replaces the listener of before. */
    public void onScan(Consumer<Taking> listener) {
        scanListener = listener;
    }

    private void read(CodeReader.Reading reading) {
        if (!running || (scanned != null && !scanned.now.over())) {
            // One at a time: a code that stays before the scanner is not a second person's.
            return;
        }
        switch (reading) {
            case CodeReader.Reading.Unreadable _ ->
                    scanListener.accept(new Taking.Impossible(Taking.Reason.UNREADABLE_CODE));
            case CodeReader.Reading.Code(String text) when text.length() > Booking.MAX_CODE ->
                    scanListener.accept(
                            new Taking.Refused(Refusal.of(RefusalCode.BOOKING_UNKNOWN)));
            case CodeReader.Reading.Code(String text) -> {
                Visit visit =
                        new Visit(
                                ids.next(),
                                new Command.BookingCheckIn(text, settings.device()),
                                null,
                                false);
                scanned = visit;
                visits.put(visit.id, visit);
                visit.listeners.add(news -> scanListener.accept(news));
                visit.begin();
            }
        }
    }

    /** Prints a page for a technician. */
    public void printTestPage(Consumer<ProofLevel> ended) {
        printer.printTestPage(
                new SlipPrinter.Progress() {
                    @Override
                    public void reached(ProofLevel level) {}

                    @Override
                    public void ended(ProofLevel level) {
                        ended.accept(level);
                    }
                });
    }

    private void connectionChanged() {
        if (!running || !hall.connected()) {
            return;
        }
        refill();
        if (!unprovedAsked) {
            askUnproved();
        }
    }

    private void care() {
        if (running) {
            refill();
            strand.after(LEASE_CARE, this::care);
        }
    }

    private void refill() {
        if (running && hall.connected() && config.version() > 0) {
            blocks.refill(
                    config.categories().stream().map(HallConfig.Category::id).toList(), epoch);
        }
    }

    /** Once after the start: nobody can vouch any more for what the process before had printed. */
    private void askUnproved() {
        unprovedAsked = true;
        hall.request(ids.next(), new Command.TicketUnproved(settings.device()), null, PATIENCE)
                .thenAccept(
                        reply -> {
                            if (reply instanceof HallClient.Reply.Accepted accepted
                                    && accepted.answer() instanceof Answer.Unproved unproved) {
                                unproved.ticketIds().stream()
                                        .filter(id -> !knownHere(id))
                                        .forEach(this::inherit);
                                unprovedKnown = true;
                            } else {
                                unprovedAsked = false;
                                strand.after(Duration.ofSeconds(5), this::connectionChanged);
                            }
                        });
    }

    private void inherit(UUID ticketId) {
        inherited.add(ticketId);
        report(ticketId, ProofLevel.UNKNOWN, true, false);
    }

    private boolean knownHere(UUID ticketId) {
        return printedHere.contains(ticketId)
                || log.waiting().stream()
                        .anyMatch(
                                step ->
                                        step.deed()
                                                        instanceof
                                                        DeviceLog.Deed.Asked(
                                                                Command.TicketProof proof)
                                                && proof.ticketId().equals(ticketId));
    }

    /** The ticket that a step issued, whose id is the adoption's (ADR 0008), or tells of. */
    private static Optional<UUID> ticketOf(DeviceLog.Step step) {
        return switch (step.deed()) {
            case DeviceLog.Deed.Asked(Command.TicketAdopt adopt) -> Optional.of(step.id());
            case DeviceLog.Deed.Asked(Command.TicketProof proof) -> Optional.of(proof.ticketId());
            default -> Optional.empty();
        };
    }

    /**
     * Tells the hall how far a paper is proved; through the log when the ticket was issued offline,
     * because then it must come after its adoption, or when the hall does not answer.
     */
    private void report(UUID ticketId, ProofLevel level, boolean last, boolean throughLog) {
        UUID id = ids.next();
        Command.TicketProof proof = new Command.TicketProof(ticketId, level, last);
        Instant at = strand.now();
        if (throughLog || !hall.connected()) {
            keep(id, proof, at);
            return;
        }
        hall.request(id, proof, null, PATIENCE)
                .thenAccept(
                        reply -> {
                            if (reply instanceof HallClient.Reply.NoAnswer) {
                                keep(id, proof, at);
                            }
                        });
    }

    private void keep(UUID id, Command.Request command, Instant at) {
        log.record(new DeviceLog.NewStep(id, command, at), null)
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                LOG.log(
                                        System.Logger.Level.ERROR,
                                        () ->
                                                "The dispenser "
                                                        + settings.device()
                                                        + " could not keep "
                                                        + command.verb()
                                                        + " for the hall; the ticket stays"
                                                        + " unconfirmed there. Check the disk.",
                                        failure);
                            }
                            handingIn.go();
                        });
    }

    /**
     * One citizen's take, from the touch or the scan to the last that is known of the paper.
     * Without a category it is a check-in: the hall knows what it is for.
     */
    private final class Visit {
        final UUID id;
        private final Command.Request question;
        private final @Nullable String category;
        private final boolean relayed;
        final List<Consumer<Taking>> listeners = new ArrayList<>();
        Taking now = new Taking.Asking();
        private boolean decided;
        private Strand.@Nullable Timer patience;

        Visit(UUID id, Command.Request question, @Nullable String category, boolean relayed) {
            this.id = id;
            this.question = question;
            this.category = category;
            this.relayed = relayed;
        }

        void begin() {
            DeviceLog.Step before = relayed ? issuedAlone().orElse(null) : null;
            if (before != null
                    && before.deed() instanceof DeviceLog.Deed.Asked(Command.TicketAdopt adopt)) {
                decided = true;
                answerAlone(adopt, before.id());
                return;
            }
            if (printer.readiness() != SlipPrinter.Readiness.READY) {
                decided = true;
                if (relayed && hall.connected()) {
                    answerEarlier();
                } else {
                    become(new Taking.Impossible(Taking.Reason.PRINTER));
                }
                return;
            }
            become(now);
            if (!hall.connected()) {
                issueAlone();
                return;
            }
            patience = strand.after(settings.patience(), this::issueAlone);
            ask();
        }

        private void ask() {
            hall.request(id, question, null, settings.patience()).thenAccept(this::answered);
        }

        private void answered(HallClient.Reply reply) {
            if (decided) {
                // A late answer: the adoption names this take, and the hall settles it.
                return;
            }
            switch (reply) {
                case HallClient.Reply.Accepted accepted -> {
                    if (accepted.answer() instanceof Answer.TicketGiven given) {
                        decide();
                        if (relayed) {
                            askForPaper(given);
                        } else {
                            print(given, inherited.contains(given.ticketId()));
                        }
                    } else {
                        issueAlone();
                    }
                }
                case HallClient.Reply.Refused refused -> {
                    decide();
                    become(new Taking.Refused(refused.refusal()));
                }
                case HallClient.Reply.NoAnswer none -> issueAlone();
            }
        }

        /**
         * A command may arrive again after a restart, or long after its end, and its take has the
         * same answer then. Nothing durable here says whether there is a paper; the hall knows.
         */
        private void askForPaper(Answer.TicketGiven given) {
            hall.request(ids.next(), new Command.TicketGet(given.ticketId()), null, PATIENCE)
                    .thenAccept(
                            reply -> {
                                switch (reply) {
                                    case HallClient.Reply.Accepted accepted
                                            when accepted.answer()
                                                    instanceof Answer.TicketFound found ->
                                            printUnlessProved(given, found);
                                    case HallClient.Reply.Refused refused ->
                                            // Not of today any more: its paper is worth nothing.
                                            become(new Taking.Refused(refused.refusal()));
                                    // Rather a paper that says that it may be the second than none.
                                    default -> print(given, true);
                                }
                            });
        }

        /**
         * While the printer is not ready nothing is taken. A command that took a ticket before is
         * answered as it was then; whether it did is asked without taking one.
         */
        private void answerEarlier() {
            Taking impossible = new Taking.Impossible(Taking.Reason.PRINTER);
            hall.request(ids.next(), new Command.TicketGet(id), null, PATIENCE)
                    .thenAccept(
                            reply -> {
                                if (reply instanceof HallClient.Reply.Accepted accepted
                                        && accepted.answer() instanceof Answer.TicketFound found
                                        && needsNoPaper(found)) {
                                    hall.request(id, question, null, PATIENCE)
                                            .thenAccept(
                                                    taken ->
                                                            become(
                                                                    answerOf(
                                                                            taken,
                                                                            found,
                                                                            impossible)));
                                } else {
                                    become(impossible);
                                }
                            });
        }

        private static Taking answerOf(
                HallClient.Reply reply, Answer.TicketFound found, Taking otherwise) {
            return reply instanceof HallClient.Reply.Accepted accepted
                            && accepted.answer() instanceof Answer.TicketGiven given
                    ? asBefore(given, found)
                    : otherwise;
        }

        private void printUnlessProved(Answer.TicketGiven given, Answer.TicketFound found) {
            if (needsNoPaper(found)) {
                become(asBefore(given, found));
                return;
            }
            boolean fresh = found.status() == TicketStatus.REQUESTED && unprovedKnown;
            print(given, !fresh || inherited.contains(given.ticketId()));
        }

        /** Its paper is proved, it is over, or this very process knows what became of it. */
        private boolean needsNoPaper(Answer.TicketFound found) {
            return proved(found)
                    || !found.status().open()
                    || printedHere.contains(found.ticketId());
        }

        private static boolean proved(Answer.TicketFound found) {
            return found.proof() != null && found.proof().provesPaper();
        }

        private static Taking asBefore(Answer.TicketGiven given, Answer.TicketFound found) {
            boolean failed = !proved(found) && found.status() == TicketStatus.WITHDRAWN;
            ProofLevel known = found.proof() == null ? ProofLevel.UNKNOWN : found.proof();
            return new Taking.Issued(
                    given.ticket(),
                    given.ticketId(),
                    ahead(given),
                    failed ? ProofLevel.FAILED : known,
                    true,
                    false);
        }

        private void print(Answer.TicketGiven given, boolean again) {
            print(
                    given.ticket(),
                    given.ticketId(),
                    ahead(given),
                    given.estimate(),
                    given.mac() == null ? "" : given.mac(),
                    false,
                    again);
        }

        private static OptionalInt ahead(Answer.TicketGiven given) {
            return given.ahead() == null ? OptionalInt.empty() : OptionalInt.of(given.ahead());
        }

        private Optional<DeviceLog.Step> issuedAlone() {
            return log.waiting().stream()
                    .filter(
                            step ->
                                    step.deed()
                                                    instanceof
                                                    DeviceLog.Deed.Asked(Command.TicketAdopt adopt)
                                            && adopt.take().equals(id))
                    .findFirst();
        }

        /** The process before issued for this take alone, and the hall does not know it yet. */
        private void answerAlone(Command.TicketAdopt adopt, UUID ticketId) {
            ProofLevel known = ProofLevel.UNKNOWN;
            for (DeviceLog.Step step : log.waiting()) {
                if (step.deed() instanceof DeviceLog.Deed.Asked(Command.TicketProof proof)
                        && proof.ticketId().equals(ticketId)) {
                    known = proof.level();
                }
            }
            become(
                    new Taking.Issued(
                            adopt.ticket(), ticketId, OptionalInt.empty(), known, true, true));
        }

        private void decide() {
            decided = true;
            if (patience != null) {
                patience.cancel();
            }
        }

        /** The next number of the leased block, durable before a byte goes to the printer. */
        private void issueAlone() {
            if (decided) {
                return;
            }
            decide();
            String wanted = category;
            if (wanted == null) {
                // Whether the booking gave a ticket is not known: a second one would be one too
                // many. The same code gives the same ticket once the hall is back.
                become(new Taking.Impossible(Taking.Reason.NO_BOOKINGS));
                return;
            }
            Optional<DeviceLog.Lease> usable = blocks.usable(wanted);
            Optional<HallConfig.Category> known = config.category(wanted);
            if (usable.isEmpty() || known.isEmpty()) {
                become(new Taking.Impossible(Taking.Reason.NO_NUMBERS));
                return;
            }
            DeviceLog.Lease lease = usable.get();
            String ticket =
                    String.format(Locale.ROOT, "%s%03d", known.get().prefix(), lease.next());
            // The adoption's own id is the ticket's id: it is known before the hall is (ADR 0008).
            UUID ticketId = ids.next();
            Instant at = strand.now();
            Command.TicketAdopt adopt =
                    new Command.TicketAdopt(
                            id, lease.block(), lease.epoch(), ticket, wanted, priority(), at, null);
            log.record(new DeviceLog.NewStep(ticketId, adopt, at), lease.used())
                    .whenComplete(
                            (done, failure) -> {
                                if (failure != null) {
                                    become(new Taking.Impossible(Taking.Reason.DISK));
                                    return;
                                }
                                String mac =
                                        lease.macKey() == null
                                                ? ""
                                                : TicketMac.of(
                                                        HexFormat.of().parseHex(lease.macKey()),
                                                        settings.hall(),
                                                        ticketId);
                                print(
                                        ticket,
                                        ticketId,
                                        OptionalInt.empty(),
                                        null,
                                        mac,
                                        true,
                                        false);
                                handingIn.go();
                            });
        }

        private void print(
                String ticket,
                UUID ticketId,
                OptionalInt ahead,
                Answer.@Nullable Estimate estimate,
                String mac,
                boolean offline,
                boolean again) {
            printedHere.add(ticketId);
            become(new Taking.Issued(ticket, ticketId, ahead, ProofLevel.SENT, false, offline));
            printer.print(
                    slip(ticket, ticketId, ahead, estimate, mac, offline, again),
                    new Paper(ticket, ticketId, ahead, offline));
        }

        private TicketSlip slip(
                String ticket,
                UUID ticketId,
                OptionalInt ahead,
                Answer.@Nullable Estimate estimate,
                String mac,
                boolean offline,
                boolean again) {
            String footer = config.texts().get("ticket.footer");
            Locale language = settings.language();
            String of =
                    config.categoryOfTicket(ticket)
                            .map(HallConfig.Category::id)
                            .orElse(category == null ? "" : category);
            return new TicketSlip(
                    config.hallName(language),
                    ticket,
                    config.categoryName(of, language),
                    priority(),
                    config.place(of, language),
                    ahead,
                    estimate,
                    strand.now().atZone(settings.zone()),
                    TicketMac.qrCode(settings.hall(), ticketId, mac),
                    offline,
                    again,
                    footer == null ? List.of() : List.of(footer),
                    language);
        }

        private Priority priority() {
            return question instanceof Command.TicketTake take
                    ? take.priority()
                    : Priority.APPOINTMENT;
        }

        private void become(Taking next) {
            now = next;
            List.copyOf(listeners).forEach(listener -> listener.accept(next));
            if (next.over()) {
                strand.after(REMEMBERED, () -> visits.remove(id));
            }
        }

        /** Follows the paper and reports: once when it can be read, once at the end. */
        private final class Paper implements SlipPrinter.Progress {
            private final String ticket;
            private final UUID ticketId;
            private final OptionalInt ahead;
            private final boolean offline;
            private boolean provedReported;

            Paper(String ticket, UUID ticketId, OptionalInt ahead, boolean offline) {
                this.ticket = ticket;
                this.ticketId = ticketId;
                this.ahead = ahead;
                this.offline = offline;
            }

            @Override
            public void reached(ProofLevel level) {
                become(new Taking.Issued(ticket, ticketId, ahead, level, false, offline));
                if (level.provesPaper() && !provedReported) {
                    provedReported = true;
                    report(ticketId, level, false, offline);
                }
            }

            @Override
            public void ended(ProofLevel level) {
                become(new Taking.Issued(ticket, ticketId, ahead, level, true, offline));
                report(ticketId, level, true, offline);
            }
        }
    }
}
