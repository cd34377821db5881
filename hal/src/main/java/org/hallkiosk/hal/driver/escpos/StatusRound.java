package org.hallkiosk.hal.driver.escpos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.protocol.escpos.PrinterCondition;
import org.hallkiosk.hal.protocol.escpos.Reply;

/** Asks for everything that a printer can tell of itself in real time, and puts it together. */
final class StatusRound {

    private static final int NOTHING = 0x12;
    private static final int FULL_STATUS = 20;

    private final RealTimeQuestions questions;
    private final boolean fullStatus;
    private final List<Consumer<Optional<PrinterCondition>>> waiting = new ArrayList<>();

    StatusRound(RealTimeQuestions questions, boolean fullStatus) {
        this.questions = questions;
        this.fullStatus = fullStatus;
    }

    /**
     * Asks how the printer is; whoever asks while a round goes on hears the end of that one.
     *
     * @param done told the condition, or empty when the printer is silent; never told after {@link
     *     #forget}
     */
    void ask(Consumer<Optional<PrinterCondition>> done) {
        waiting.add(done);
        if (waiting.size() > 1) {
            return;
        }
        if (fullStatus) {
            questions.ask(
                    FULL_STATUS,
                    reply ->
                            tell(
                                    reply.filter(Reply.FullStatus.class::isInstance)
                                            .map(Reply.FullStatus.class::cast)
                                            .map(PrinterCondition::of)));
        } else {
            question(1, printer -> question(2, cause -> afterCause(printer, cause)));
        }
    }

    void forget() {
        waiting.clear();
        questions.forget();
    }

    /** The kind of error is asked only when there is one: each question costs 200 ms. */
    private void afterCause(int printer, int cause) {
        if ((cause & 0x40) != 0) {
            question(3, error -> paper(printer, cause, error));
        } else {
            paper(printer, cause, NOTHING);
        }
    }

    private void paper(int printer, int cause, int error) {
        question(4, paper -> tell(Optional.of(PrinterCondition.of(printer, cause, error, paper))));
    }

    private void question(int n, Consumer<Integer> answer) {
        questions.ask(
                n,
                reply -> {
                    if (reply.isPresent()
                            && reply.get() instanceof Reply.RealTimeStatus(int value)) {
                        answer.accept(value);
                    } else {
                        tell(Optional.empty());
                    }
                });
    }

    private void tell(Optional<PrinterCondition> condition) {
        List<Consumer<Optional<PrinterCondition>>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(done -> done.accept(condition));
    }
}
