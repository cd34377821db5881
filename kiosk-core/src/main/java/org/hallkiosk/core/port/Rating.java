package org.hallkiosk.core.port;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * What a citizen rated (好差评), with the right to rate.
 *
 * @param token the right to evaluate this ticket
 * @param level 5 非常满意 to 1 非常不满意
 * @param codes reasons of that level (evaluation.md, indicator codes); may be empty
 * @param channel by which way, for example {@code evaluator}
 */
public record Rating(UUID ticketId, String token, int level, List<String> codes, String channel) {
    public Rating {
        requireNonNull(ticketId);
        requireNonNull(token);
        codes = List.copyOf(codes);
        requireNonNull(channel);
    }

    /** The same with another token for the same ticket. */
    public Rating withToken(String newToken) {
        return new Rating(ticketId, newToken, level, codes, channel);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Rating[" + ticketId + ", " + level + "]";
    }
}
