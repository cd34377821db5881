package org.hallkiosk.core.hall;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;

/**
 * The rights to evaluate that are out now. They are in memory alone: events and answers hold their
 * hashes (TICKET.md, evaluation). On the hall's strand.
 */
public final class EvaluationTokens {

    /** 128 bits cannot be guessed within the five minutes that a token lives. */
    private static final int BYTES = 16;

    private final RandomGenerator random;
    private final Map<UUID, String> byTicket = new HashMap<>();

    /** A token and its SHA-256 in lower-case hex. */
    record Token(String secret, String hash) {
        @Override
        public String toString() {
            return "Token[" + hash + "]";
        }
    }

    /**
     * @param random a source that cannot be guessed, outside tests
     */
    public EvaluationTokens(RandomGenerator random) {
        this.random = random;
    }

    Token fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new Token(secret, hash(secret));
    }

    void remember(List<EventRecord> records, String secret) {
        for (EventRecord entry : records) {
            if (entry.event() instanceof Event.EvaluationOffered offered) {
                byTicket.put(offered.ticketId(), secret);
            }
        }
    }

    Optional<String> of(UUID ticketId) {
        return Optional.ofNullable(byTicket.get(ticketId));
    }

    void forget(UUID ticketId) {
        byTicket.remove(ticketId);
    }

    /** SHA-256 of a token's characters, lower-case hex. */
    static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
