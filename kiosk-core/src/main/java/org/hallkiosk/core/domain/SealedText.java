package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

/**
 * Free text that a citizen wrote, sealed before the engine sees it (EVENTS.md 8): the chain covers
 * the sealed form, and deleting is destroying the key.
 *
 * @param keyId names the key, kept in a table of its own
 * @param sealed the sealed bytes, base64
 */
public record SealedText(String keyId, String sealed) {
    public SealedText {
        requireNonNull(keyId);
        requireNonNull(sealed);
    }
}
