package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.Reply;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Asks DLE EOT, one question at a time: a reply does not say which question it answers. 500 ms for
 * a reply, three tries, at most five questions a second (printer-escpos.md §3). After a try without
 * reply the next question waits until late replies must have come, and drops them.
 */
final class RealTimeQuestions {

    private static final Duration REPLY_WITHIN = Duration.ofMillis(500);
    private static final Duration SPACING = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private record Question(int n, Consumer<Optional<Reply>> answer) {}

    private final Strand strand;
    private final Consumer<byte[]> sender;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private @Nullable Question open;
    private int tries;
    private long notBefore;
    private Strand.@Nullable Timer timer;

    RealTimeQuestions(Strand strand, Consumer<byte[]> sender) {
        this.strand = strand;
        this.sender = sender;
        this.notBefore = strand.nanoTime();
    }

    /**
     * Asks.
     *
     * @param answer told once: the reply, or empty after three tries in silence; never told when
     *     {@link #forget} comes first
     */
    void ask(int n, Consumer<Optional<Reply>> answer) {
        waiting.add(new Question(n, answer));
        next();
    }

    /** A real-time or full status came. */
    void replied(Reply reply) {
        Question answered = open;
        if (answered == null) {
            return;
        }
        boolean late = tries > 1;
        close(late ? QUIET : SPACING);
        answered.answer.accept(Optional.of(reply));
        next();
    }

    /** Drops every question, as when the link is lost. */
    void forget() {
        waiting.clear();
        open = null;
        stopTimer();
    }

    private void next() {
        if (open != null || timer != null || waiting.isEmpty()) {
            return;
        }
        long pause = notBefore - strand.nanoTime();
        if (pause > 0) {
            timer =
                    strand.after(
                            Duration.ofNanos(pause),
                            () -> {
                                timer = null;
                                next();
                            });
            return;
        }
        open = waiting.remove();
        tries = 0;
        send();
    }

    private void send() {
        Question asked = open;
        if (asked == null) {
            return;
        }
        tries++;
        sender.accept(EscPosCommands.realTimeStatus(asked.n));
        timer = strand.after(REPLY_WITHIN, this::silence);
    }

    private void silence() {
        timer = null;
        if (tries < TRIES) {
            send();
            return;
        }
        Question unanswered = open;
        close(QUIET);
        if (unanswered != null) {
            unanswered.answer.accept(Optional.empty());
        }
        next();
    }

    private void close(Duration pause) {
        open = null;
        stopTimer();
        notBefore = strand.nanoTime() + pause.toNanos();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
