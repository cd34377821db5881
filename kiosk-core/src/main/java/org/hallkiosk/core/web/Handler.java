package org.hallkiosk.core.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Answers one kind of request.
 *
 * <p>Called on a thread of the request's own (a virtual one), several at a time; it may block there
 * for as long as the request may take. What belongs to a strand is wrapped by {@link #on}.
 */
@FunctionalInterface
public interface Handler {

    /**
     * Answers.
     *
     * @return the answer, now or later. An exception thrown or given becomes a plain 500 without
     *     its text, and an error in the log; no answer in time becomes a 504
     */
    CompletionStage<Response> handle(Request request);

    /** The same handler, called on a strand. */
    static Handler on(Executor strand, Handler handler) {
        return request -> {
            CompletableFuture<Response> answer = new CompletableFuture<>();
            strand.execute(
                    () -> {
                        try {
                            handler.handle(request)
                                    .whenComplete(
                                            (response, failure) -> {
                                                if (failure != null) {
                                                    answer.completeExceptionally(failure);
                                                } else {
                                                    answer.complete(response);
                                                }
                                            });
                        } catch (RuntimeException e) {
                            answer.completeExceptionally(e);
                        }
                    });
            return answer;
        };
    }
}
