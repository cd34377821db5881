package org.hallkiosk.provisioning.whole;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hallkiosk.hal.time.Strand;

/** Asks what lives on a strand, from the test's thread, which waits for the answer. */
record OnStrand(Strand strand) {

    private static final long PATIENCE_SECONDS = 120;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** The answer to a question that is asked there. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        strand.execute(
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException | AssertionError e) {
                        answer.completeExceptionally(e);
                    }
                });
        return within(answer);
    }

    /** Waits until something is so, looked at there again and again. */
    void until(BooleanSupplier isSo) {
        CompletableFuture<Void> so = new CompletableFuture<>();
        strand.execute(() -> look(isSo, so));
        within(so);
    }

    private void look(BooleanSupplier isSo, CompletableFuture<Void> so) {
        if (isSo.getAsBoolean()) {
            so.complete(null);
        } else if (!so.isDone()) {
            strand.after(LOOK_AGAIN, () -> look(isSo, so));
        }
    }

    /** Waits for what somebody completes. */
    static <T> T within(CompletableFuture<T> end) {
        return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
