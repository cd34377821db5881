package org.hallkiosk.core.hall;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.hallkiosk.core.domain.SealedText;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.Outcome;

/**
 * Seals what a citizen wrote with a key of its own, kept in the journal's key table: deleting it
 * later is destroying the key (EVENTS.md 8; RELIABILITY.md R21: AES-256-GCM). On the hall's strand.
 */
final class PersonalSeal {

    private static final int KEY_BYTES = 32;

    /** 96 bits, as GCM wants it (NIST SP 800-38D §8.2). */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final Journal journal;
    private final RandomGenerator random;

    PersonalSeal(Journal journal, RandomGenerator random) {
        this.journal = journal;
        this.random = random;
    }

    /**
     * Makes a key durable, then seals with it.
     *
     * @return exceptionally when the key cannot be stored; then nothing must be kept
     */
    CompletionStage<SealedText> seal(UUID caseId, String text) {
        byte[] key = new byte[KEY_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(key);
        random.nextBytes(nonce);
        CompletableFuture<SealedText> sealed = new CompletableFuture<>();
        journal.putKey(
                caseId.toString(),
                key,
                outcome -> {
                    switch (outcome) {
                        case Outcome.Committed committed ->
                                sealed.complete(
                                        new SealedText(
                                                caseId.toString(), encrypt(key, nonce, text)));
                        case Outcome.Refused refused ->
                                sealed.completeExceptionally(
                                        new IllegalStateException(refused.text()));
                    }
                });
        return sealed;
    }

    private static String encrypt(byte[] key, byte[] nonce, String text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            byte[] secret = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(
                            ByteBuffer.allocate(nonce.length + secret.length)
                                    .put(nonce)
                                    .put(secret)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }
}
