package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.jspecify.annotations.Nullable;

/**
 * A request that was understood.
 *
 * @param id the request's id
 * @param at the sender's time; null when it gave none
 * @param offline set when the sender hands in a step that it took alone
 * @param command what it wants; of an evaluation without the free text
 * @param freeText what a citizen wrote; whoever keeps it seals it first and adds it by {@link
 *     Command.EvaluationSubmit#withText}. Null when there is none
 * @param digest the same for two requests exactly when their bodies are the same JSON and their
 *     verbs the same: SHA-256, lower-case hex
 */
public record Request(
        UUID id,
        @Nullable Instant at,
        @Nullable HandIn offline,
        Command.Request command,
        @Nullable String freeText,
        String digest) {
    public Request {
        requireNonNull(id);
        requireNonNull(command);
        requireNonNull(digest);
    }

    /** The verb. */
    public String verb() {
        return command.verb();
    }

    /** Without the free text, so that no log ever has it. */
    @Override
    public String toString() {
        return "Request[" + verb() + " " + id + "]";
    }
}
