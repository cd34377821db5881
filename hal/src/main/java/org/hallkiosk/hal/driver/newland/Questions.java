package org.hallkiosk.hal.driver.newland;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.protocol.newland.NewlandCommand;
import org.hallkiosk.hal.protocol.newland.NewlandReply;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** Commands, one at a time: the next goes out when the one before is answered or given up. */
final class Questions {

    /** scanner.md §2: reply deadline 5 s, normally below 200 ms. */
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(5);

    private static final class Question {
        final NewlandCommand command;
        final Consumer<Optional<NewlandReply>> answer;

        Question(NewlandCommand command, Consumer<Optional<NewlandReply>> answer) {
            this.command = command;
            this.answer = answer;
        }
    }

    private final Strand strand;
    private final Consumer<byte[]> sender;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private @Nullable Question open;
    private Strand.@Nullable Timer timer;

    Questions(Strand strand, Consumer<byte[]> sender) {
        this.strand = strand;
        this.sender = sender;
    }

    /**
     * Asks.
     *
     * @param answer told once; empty when no answer came in time, or {@link #end} was called before
     */
    void ask(NewlandCommand command, Consumer<Optional<NewlandReply>> answer) {
        waiting.add(new Question(command, answer));
        next();
    }

    /**
     * A reply came.
     *
     * @return whether it answers what was asked
     */
    boolean replied(NewlandReply reply) {
        Question asked = open;
        if (asked == null || !asked.command.isAnsweredBy(reply)) {
            return false;
        }
        close(asked, Optional.of(reply));
        return true;
    }

    /** Ends every question without an answer. */
    void end() {
        List<Question> all = new ArrayList<>(waiting);
        waiting.clear();
        if (open != null) {
            all.addFirst(open);
            open = null;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        all.forEach(question -> question.answer.accept(Optional.empty()));
    }

    private void next() {
        Question asked = open == null ? waiting.poll() : null;
        if (asked != null) {
            open = asked;
            timer = strand.after(REPLY_WITHIN, () -> close(asked, Optional.empty()));
            sender.accept(asked.command.bytes());
        }
    }

    private void close(Question asked, Optional<NewlandReply> reply) {
        // A timer that was cancelled too late to be stopped closes nothing.
        if (open != asked) {
            return;
        }
        open = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        asked.answer.accept(reply);
        next();
    }
}
