package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs besides state and command, all of it given by the coordinator, so that the
 * engine reads no clock, zone or randomness.
 *
 * @param now the wall clock; the engine uses the time of the last event instead when that is later
 * @param today the hall's date at {@code now}, in the hall's zone
 * @param actor who asks; the coordinator took it from the topic or the login, never from the body
 * @param requestId the request's id; null for what the hall itself does
 * @param newId an id never used before, for the ticket, block or call that the command may make
 * @param tokenHash SHA-256 in lower-case hex of a fresh evaluation token, used when the command
 *     offers an evaluation; the coordinator keeps the token itself and nothing else ever sees it
 * @param offline set when the request hands in a step that a device took alone
 */
public record Context(
        Instant now,
        LocalDate today,
        Actor actor,
        @Nullable UUID requestId,
        UUID newId,
        String tokenHash,
        @Nullable HandIn offline) {
    public Context {
        requireNonNull(now);
        requireNonNull(today);
        requireNonNull(actor);
        requireNonNull(newId);
        requireNonNull(tokenHash);
    }
}
