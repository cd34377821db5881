package org.hallkiosk.core.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a device did alone to the hall: in order, each step after the answer to the one
 * before (TICKET.md, handing in). One for each device, whatever its roles.
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class HandingIn {

    private static final System.Logger LOG = System.getLogger(HandingIn.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How often it looks by itself, should a change of the connection have been missed. */
    private static final Duration CARE = Duration.ofMinutes(1);

    /**
     * How long a rating waits for a token that a restarted hall makes anew: it tries every 5 s to
     * open the evaluator (TICKET.md, evaluation).
     */
    private static final Duration NEW_TOKEN = Duration.ofSeconds(20);

    private final String device;
    private final Strand strand;
    private final HallClient hall;
    private final EvaluationDesk evaluations;
    private final DeviceLog log;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<UUID, String> newTokens = new HashMap<>();
    private boolean under;
    private @Nullable Long wrongTokenSince;

    /** Is told how each step ended, on the strand. */
    public interface Listener {
        /**
         * The hall has answered and the step is forgotten.
         *
         * @param effect whether it took effect; false when it no longer fits
         */
        void handedIn(DeviceLog.Step step, boolean effect);
    }

    /**
     * @param log the device's; nobody else removes a step from it
     */
    public HandingIn(
            String device,
            Strand strand,
            HallClient hall,
            EvaluationDesk evaluations,
            DeviceLog log) {
        this.device = device;
        this.strand = strand;
        this.hall = hall;
        this.evaluations = evaluations;
        this.log = log;
    }

    /** Hands in whatever is there, now and whenever the hall comes back. */
    public void start() {
        hall.onConnection(this::go);
        care();
    }

    private void care() {
        go();
        strand.after(CARE, this::care);
    }

    /** Adds somebody who is told of each step that was handed in. */
    public void onHandedIn(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Whether what is done now must be kept: the hall is not there, or does not have yet what was
     * done before.
     */
    public boolean alone() {
        return !hall.connected() || under || log.first().isPresent();
    }

    /** What the hall does not have yet, oldest first. */
    public List<DeviceLog.Step> waiting() {
        return log.waiting();
    }

    /**
     * Makes a step durable, to be handed in.
     *
     * @return whether it is kept; on the strand, never exceptionally
     */
    public CompletionStage<Boolean> keep(DeviceLog.NewStep step) {
        return log.record(step, null)
                .handle(
                        (done, failure) -> {
                            if (failure != null) {
                                LOG.log(
                                        System.Logger.Level.ERROR,
                                        () ->
                                                "The device "
                                                        + device
                                                        + " could not keep a step for the hall; it"
                                                        + " is not done. Check the disk.",
                                        failure);
                            }
                            go();
                            return failure == null;
                        });
    }

    /**
     * The hall made a new token for a ticket.
     *
     * @return whether a rating of that ticket is kept: it goes in with this token, and the citizen
     *     need not be asked again
     */
    public boolean renew(UUID ticketId, String token) {
        boolean kept =
                log.waiting().stream()
                        .anyMatch(
                                step ->
                                        step.deed() instanceof DeviceLog.Deed.Rated(Rating rating)
                                                && rating.ticketId().equals(ticketId));
        if (kept) {
            newTokens.put(ticketId, token);
        }
        return kept;
    }

    /** Goes on if there is something to hand in, the hall is there, and no step is under way. */
    public void go() {
        if (under || !hall.connected()) {
            return;
        }
        Optional<DeviceLog.Step> first = log.first();
        if (first.isEmpty()) {
            return;
        }
        DeviceLog.Step step = first.get();
        under = true;
        HandIn offline = new HandIn(device, step.seq(), step.at(), step.agoMillis());
        CompletionStage<HallClient.Reply> reply =
                switch (step.deed()) {
                    case DeviceLog.Deed.Asked(Command.Request command) ->
                            hall.request(step.id(), asOfNow(command, step), offline, PATIENCE);
                    case DeviceLog.Deed.Rated(Rating rating) ->
                            evaluations.submit(step.id(), newest(rating), offline, PATIENCE);
                };
        reply.thenAccept(answer -> answered(step, answer));
    }

    /**
     * An adoption says how long ago its take was when it is handed in, not when it was recorded.
     */
    private static Command.Request asOfNow(Command.Request command, DeviceLog.Step step) {
        return command instanceof Command.TicketAdopt adopt
                ? new Command.TicketAdopt(
                        adopt.take(),
                        adopt.block(),
                        adopt.epoch(),
                        adopt.ticket(),
                        adopt.category(),
                        adopt.priority(),
                        adopt.takenAt(),
                        step.agoMillis())
                : command;
    }

    private Rating newest(Rating rating) {
        String token = newTokens.get(rating.ticketId());
        return token == null ? rating : rating.withToken(token);
    }

    private void answered(DeviceLog.Step step, HallClient.Reply reply) {
        switch (reply) {
            case HallClient.Reply.Accepted(Answer.NoEffect none) -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "Step {0} of {1} no longer fits: {2}",
                        step.seq(),
                        device,
                        none.reason().word());
                remove(step, false);
            }
            case HallClient.Reply.Accepted accepted -> remove(step, true);
            case HallClient.Reply.Refused(Refusal refusal) -> refused(step, refusal);
            case HallClient.Reply.NoAnswer none -> again();
        }
    }

    private void refused(DeviceLog.Step step, Refusal refusal) {
        if (mayPass(refusal) || (refusal.code() == RefusalCode.WRONG_TOKEN && waitsForToken())) {
            again();
            return;
        }
        if (refusal.code() == RefusalCode.WRONG_TOKEN) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The rating in step {0} of {1} bears a token from before the hall''s restart,"
                            + " and its time is over. It is dropped.",
                    step.seq(),
                    device);
        } else {
            // A hand-in is accepted or without effect; a refusal is a mistake of this program, and
            // holding the queue for it would lose everything behind it.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The hall refused step {0}, handed in by {1}: {2}. The step is dropped; report"
                            + " this with the device''s journal.",
                    step.seq(),
                    device,
                    refusal);
        }
        remove(step, false);
    }

    private static boolean mayPass(Refusal refusal) {
        return switch (refusal.code()) {
            case DEGRADED, INTERNAL, RECOVERING, DAY_NOT_OPEN, CLOCK_DOUBTFUL -> true;
            default -> false;
        };
    }

    private boolean waitsForToken() {
        if (wrongTokenSince == null) {
            wrongTokenSince = strand.nanoTime();
        }
        return strand.nanoTime() - wrongTokenSince < NEW_TOKEN.toNanos();
    }

    private void remove(DeviceLog.Step step, boolean effect) {
        wrongTokenSince = null;
        if (step.deed() instanceof DeviceLog.Deed.Rated(Rating rating)) {
            newTokens.remove(rating.ticketId());
        }
        log.remove(step.seq())
                .whenComplete(
                        (done, failure) -> {
                            under = false;
                            if (failure == null) {
                                List.copyOf(listeners).forEach(l -> l.handedIn(step, effect));
                                go();
                            } else {
                                strand.after(PAUSE, this::go);
                            }
                        });
    }

    private void again() {
        strand.after(
                PAUSE,
                () -> {
                    under = false;
                    go();
                });
    }
}
