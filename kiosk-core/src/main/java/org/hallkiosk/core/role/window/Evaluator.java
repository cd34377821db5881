package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.core.port.RatingPad;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The evaluators (评价器) of a window device. One opens only by the hall's command, for one ticket and
 * with its token, and takes one press. The token leaves this object only with the press: to the
 * hall, or while the hall is away to the device's own journal (TICKET.md, evaluation; ADR 0018).
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class Evaluator {

    /** {@code evaluator} of the channels (evaluation.md, channel 4 窗口评价器). */
    private static final String CHANNEL = "evaluator";

    /** As long as a person needs to read it. */
    private static final Duration THANKS_STAY = Duration.ofSeconds(5);

    /** A person waits 2 s at most (TICKET.md, offline). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Strand strand;
    private final EvaluationDesk desk;
    private final HandingIn handingIn;
    private final Ids ids;
    private final Map<Integer, RatingPad> pads;
    private final Map<Integer, Open> open = new HashMap<>();
    private Listener listener = (window, press) -> {};
    private final List<IntConsumer> listeners = new ArrayList<>();

    private static final class Open {
        final UUID ticketId;
        final String token;
        final long untilNanos;
        @Nullable UUID press;
        final CompletableFuture<Press> result = new CompletableFuture<>();

        Open(UUID ticketId, String token, long untilNanos) {
            this.ticketId = ticketId;
            this.token = token;
            this.untilNanos = untilNanos;
        }
    }

    /** What a press led to. */
    public sealed interface Press {
        /** It was sent to the hall, which says this. */
        record Sent(HallClient.Reply reply) implements Press {}

        /** The hall is away: it is durable on the device and goes in when the hall is back. */
        record Kept() implements Press {}

        /** The hall is away and the disk refuses: it is lost. */
        record Lost() implements Press {}

        /** No evaluation is open at the window. */
        record NotOpen() implements Press {}
    }

    /** Is told what each press of a device's key led to, on the evaluator's strand. */
    public interface Listener {
        /** It has ended. */
        void ended(int window, Press press);
    }

    /**
     * Makes it with nothing open.
     *
     * @param handingIn takes what is pressed while the hall is away
     * @param pads what citizens rate with, for each window that has it
     */
    public Evaluator(
            Strand strand,
            EvaluationDesk desk,
            HandingIn handingIn,
            Ids ids,
            Map<Integer, RatingPad> pads) {
        this.strand = strand;
        this.desk = desk;
        this.handingIn = handingIn;
        this.ids = ids;
        this.pads = Map.copyOf(pads);
    }

    /** Listens to the keys. */
    public void start() {
        pads.forEach(
                (window, pad) ->
                        pad.onLevel(
                                level ->
                                        press(ids.next(), window, level)
                                                .thenAccept(p -> listener.ended(window, p))));
    }

    /** Told of each press that has ended. Replaces the listener of before. */
    public void onEnded(Listener newListener) {
        listener = newListener;
    }

    /**
     * The hall opens the evaluator of a window; an earlier opening there ends. Nobody is asked
     * again whose rating is on its way.
     */
    public void open(int window, UUID ticketId, String token, Duration valid) {
        if (handingIn.renew(ticketId, token)) {
            return;
        }
        Open now = new Open(ticketId, token, strand.nanoTime() + valid.toNanos());
        open.put(window, now);
        show(window, RatingPad.State.ASKING);
        strand.after(valid, () -> close(window, now));
        changed(window);
    }

    /** Whether a citizen can rate at the window with a device of its own. */
    public boolean serves(int window) {
        return pads.containsKey(window);
    }

    /** Tells the listener the number of a window whose evaluator opened, closed or was used. */
    public void onChange(IntConsumer listener) {
        listeners.add(listener);
    }

    private void changed(int window) {
        List.copyOf(listeners).forEach(listener -> listener.accept(window));
    }

    /** Whether a press at the window would be taken now. */
    public boolean isOpen(int window) {
        Open now = open.get(window);
        return now != null && now.press == null && !isOver(now);
    }

    /** The ticket for which a press at the window would be taken now. */
    public Optional<UUID> ticket(int window) {
        Open now = open.get(window);
        return now != null && isOpen(window) ? Optional.of(now.ticketId) : Optional.empty();
    }

    /** Somebody pressed a key of an evaluator that has levels only. */
    public CompletionStage<Press> press(UUID id, int window, int level) {
        return press(id, window, level, List.of());
    }

    /**
     * Somebody rated. The first press counts.
     *
     * @param id the press's own id; the same id again gets the same answer
     * @param level 5 非常满意 to 1 非常不满意
     * @param codes reasons of that level (evaluation.md, indicator codes); may be empty
     */
    public CompletionStage<Press> press(UUID id, int window, int level, List<String> codes) {
        Open now = open.get(window);
        if (now == null || (now.press == null ? isOver(now) : !id.equals(now.press))) {
            return CompletableFuture.completedStage(new Press.NotOpen());
        }
        if (now.press == null) {
            now.press = id;
            submit(window, now, id, new Rating(now.ticketId, now.token, level, codes, CHANNEL));
            changed(window);
        }
        return now.result;
    }

    private void submit(int window, Open now, UUID id, Rating rating) {
        Instant at = strand.now();
        if (handingIn.alone()) {
            keep(window, now, id, rating, at);
            return;
        }
        desk.submit(id, rating, null, PATIENCE)
                .thenAccept(
                        reply -> {
                            if (reply instanceof HallClient.Reply.NoAnswer) {
                                keep(window, now, id, rating, at);
                            } else {
                                ended(
                                        window,
                                        now,
                                        new Press.Sent(reply),
                                        reply instanceof HallClient.Reply.Accepted);
                            }
                        });
    }

    private void keep(int window, Open now, UUID id, Rating rating, Instant at) {
        handingIn
                .keep(new DeviceLog.NewStep(id, new DeviceLog.Deed.Rated(rating), at))
                .thenAccept(
                        kept ->
                                ended(
                                        window,
                                        now,
                                        kept ? new Press.Kept() : new Press.Lost(),
                                        kept));
    }

    private void ended(int window, Open now, Press press, boolean taken) {
        if (open.get(window) == now) {
            show(window, taken ? RatingPad.State.THANKING : RatingPad.State.RESTING);
            if (taken) {
                strand.after(THANKS_STAY, () -> rest(window, now));
            }
        }
        now.result.complete(press);
        changed(window);
    }

    /** The time is over: a press that is on its way is not recalled. */
    private void close(int window, Open now) {
        if (now.press == null) {
            rest(window, now);
            changed(window);
        }
    }

    private void rest(int window, Open now) {
        if (open.get(window) == now) {
            show(window, RatingPad.State.RESTING);
        }
    }

    private boolean isOver(Open now) {
        return strand.nanoTime() - now.untilNanos >= 0;
    }

    private void show(int window, RatingPad.State state) {
        RatingPad pad = pads.get(window);
        if (pad != null) {
            pad.show(state);
        }
    }
}
