package org.hallkiosk.core.port;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How a device asks the hall. All methods are called on the role's strand, none blocks, and
 * everything is told there.
 */
public interface HallClient {

    /** Whether there is a connection to the hall's broker now. */
    boolean connected();

    /** Adds somebody who is told of each change of {@link #connected}. */
    void onConnection(Runnable listener);

    /**
     * Sends a request.
     *
     * @param id the request's own id; the same id is the same request, however often it is sent
     * @param offline set when a step is handed in that was taken alone
     * @param patience how long to wait for the answer, at most 10 s
     * @return completed on the strand, never exceptionally
     */
    CompletionStage<Reply> request(
            UUID id, Command.Request command, @Nullable HandIn offline, Duration patience);

    /** What came of a request. */
    sealed interface Reply {
        /** The hall accepted it, durably. */
        record Accepted(Answer answer) implements Reply {}

        /** The hall refused it; nothing has changed there. */
        record Refused(Refusal refusal) implements Reply {}

        /**
         * No answer in time: whether it took effect is not known.
         *
         * @param why one sentence for the technician
         */
        record NoAnswer(String why) implements Reply {}
    }
}
