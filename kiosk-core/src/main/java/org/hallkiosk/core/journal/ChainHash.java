package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The chain over a hall's events (EVENTS.md 2): 32 bytes of SHA-256. */
public final class ChainHash {

    /** The length of a hash in bytes. */
    public static final int LENGTH = 32;

    private ChainHash() {}

    /** hash(0) of the first epoch: SHA-256 of the hall id in UTF-8. */
    public static byte[] start(String hall) {
        return sha256().digest(hall.getBytes(UTF_8));
    }

    /** hash(n) = SHA-256(hash(n−1) ‖ bytes(n)). */
    public static byte[] next(byte[] previous, byte[] event) {
        if (previous.length != LENGTH) {
            throw new IllegalArgumentException("No chain hash: " + previous.length + " bytes");
        }
        MessageDigest digest = sha256();
        digest.update(previous);
        return digest.digest(event);
    }

    /** The form that travels beside an event: lower-case hex. */
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
