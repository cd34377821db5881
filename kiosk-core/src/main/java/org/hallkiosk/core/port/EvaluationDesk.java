package org.hallkiosk.core.port;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Where a device hands in an evaluation (评价). Apart from {@link HallClient}: here alone a token
 * passes.
 */
public interface EvaluationDesk {

    /**
     * Submits an evaluation once.
     *
     * @param id the request's own id
     * @param token the right to evaluate this ticket; kept nowhere
     * @param level 5 非常满意 to 1 非常不满意
     * @return completed on the strand, never exceptionally
     */
    CompletionStage<HallClient.Reply> submit(
            UUID id, UUID ticketId, String token, int level, List<String> codes, String channel);
}
