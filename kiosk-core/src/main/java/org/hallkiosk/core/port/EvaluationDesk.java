package org.hallkiosk.core.port;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.HandIn;
import org.jspecify.annotations.Nullable;

/**
 * Where a device hands in an evaluation (评价). Apart from {@link HallClient}: here alone a token
 * passes.
 */
public interface EvaluationDesk {

    /**
     * Submits an evaluation once.
     *
     * @param id the request's own id
     * @param offline set when it is handed in because it was pressed while the hall was away
     * @param patience how long to wait for the answer, at most 10 s
     * @return completed on the strand, never exceptionally
     */
    CompletionStage<HallClient.Reply> submit(
            UUID id, Rating rating, @Nullable HandIn offline, Duration patience);
}
