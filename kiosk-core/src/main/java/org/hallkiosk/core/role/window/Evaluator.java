package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The evaluators (评价器) of a window device. One opens only by the hall's command, for one ticket and
 * with its token, and takes one press; the token never leaves this object except in the submission
 * (TICKET.md, evaluation).
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class Evaluator {

    /** {@code evaluator} of the channels (evaluation.md, channel 4 窗口评价器). */
    private static final String CHANNEL = "evaluator";

    private final Strand strand;
    private final EvaluationDesk desk;
    private final Map<Integer, Open> open = new HashMap<>();
    private final List<IntConsumer> listeners = new ArrayList<>();

    private static final class Open {
        final UUID ticketId;
        final String token;
        final long untilNanos;
        @Nullable UUID press;
        @Nullable CompletionStage<HallClient.Reply> reply;

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

        /** No evaluation is open at the window. */
        record NotOpen() implements Press {}
    }

    /** Makes it with nothing open. */
    public Evaluator(Strand strand, EvaluationDesk desk) {
        this.strand = strand;
        this.desk = desk;
    }

    /** The hall opens the evaluator of a window; an earlier opening there ends. */
    public void open(int window, UUID ticketId, String token, Duration valid) {
        Open opened = new Open(ticketId, token, strand.nanoTime() + valid.toNanos());
        open.put(window, opened);
        strand.after(
                valid,
                () -> {
                    if (open.remove(window, opened)) {
                        changed(window);
                    }
                });
        changed(window);
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
        return now != null && now.reply == null && strand.nanoTime() - now.untilNanos < 0;
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
     * Somebody rated.
     *
     * @param id the press's own id; the same id again gets the same answer
     * @param level 5 非常满意 to 1 非常不满意
     * @param codes reasons of that level (evaluation.md, indicator codes); may be empty
     */
    public CompletionStage<Press> press(UUID id, int window, int level, List<String> codes) {
        Open now = open.get(window);
        if (now == null || strand.nanoTime() - now.untilNanos >= 0) {
            open.remove(window);
            return CompletableFuture.completedStage(new Press.NotOpen());
        }
        if (now.reply != null) {
            return id.equals(now.press)
                    ? now.reply.thenApply(Press.Sent::new)
                    : CompletableFuture.completedStage(new Press.NotOpen());
        }
        CompletionStage<HallClient.Reply> sent =
                desk.submit(id, now.ticketId, now.token, level, codes, CHANNEL);
        now.press = id;
        now.reply = sent;
        changed(window);
        sent.thenAccept(
                reply -> {
                    if (reply instanceof HallClient.Reply.NoAnswer) {
                        // The next press may try again, with an id of its own.
                        now.reply = null;
                        changed(window);
                    }
                });
        return sent.thenApply(Press.Sent::new);
    }
}
