package org.hallkiosk.core.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The short code on a ticket's own QR code, by which the hall knows a ticket of its own from an
 * invented one (TICKET.md, evaluation). It gives no right to anything.
 *
 * <p>A dispenser that issues offline has the key of its block alone, so that a stolen dispenser
 * speaks for its own numbers and no others.
 */
public final class TicketMac {

    /** 64 of HMAC-SHA256's bits: enough against guessing at a counter, short enough for paper. */
    private static final int BYTES = 8;

    private TicketMac() {}

    /** The code for a ticket, 16 hex digits. */
    public static String of(byte[] key, String hall, UUID ticketId) {
        byte[] whole = hmac(key, "ticket\n" + hall + "\n" + ticketId);
        return HexFormat.of().formatHex(Arrays.copyOf(whole, BYTES));
    }

    /** The key of one block, derived from the hall's. */
    public static byte[] blockKey(byte[] hallKey, UUID block) {
        return hmac(hallKey, "block\n" + block);
    }

    /** What the QR code of a ticket holds. */
    public static String qrCode(String hall, UUID ticketId, String mac) {
        return "HK1:" + hall + ":" + ticketId + ":" + mac;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
