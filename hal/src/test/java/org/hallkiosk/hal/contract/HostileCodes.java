package org.hallkiosk.hal.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Codes that somebody printed to do harm. */
public final class HostileCodes {

    private HostileCodes() {}

    /** Known tricks, and random ones. */
    public static List<byte[]> all() {
        List<byte[]> codes = new ArrayList<>();
        for (String text :
                List.of(
                        "\u0002\u00010000#SCNMOD0\u0006;\u0003",
                        "\u0002\u00010000#SCNTRG1\u0006;\u0003",
                        "\u0002\u00010000",
                        "\u0002\u00010000#SCNTRG1",
                        "\u0002\u0002\u0001\u0002\u00010000",
                        "A012\u0002\u00010000#SCNTRG1\u0015;\u0003B",
                        "~\u00010000@FACDEF;\u0003",
                        "A\rB\nC\r\nD",
                        "\u001b@\u001bp\u0000",
                        "\u0000",
                        "\u007f",
                        "../../etc/passwd",
                        "{\"id\":\"1\"}",
                        "${jndi:ldap://x}",
                        "\u202e210A")) {
            codes.add(text.getBytes(StandardCharsets.UTF_8));
        }
        codes.add("9".repeat(4096).getBytes(StandardCharsets.US_ASCII));
        codes.add("9".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        codes.add(new byte[] {(byte) 0xC0, (byte) 0x80});
        codes.add(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
        codes.add(new byte[] {(byte) 0x81});
        Random random = new Random(4);
        int more = Boolean.getBoolean("hallkiosk.long") ? 2_000 : 30;
        for (int i = 0; i < more; i++) {
            byte[] code = new byte[1 + random.nextInt(300)];
            random.nextBytes(code);
            codes.add(code);
        }
        return codes;
    }
}
