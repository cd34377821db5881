package org.hallkiosk.hal.protocol.escpos;

import java.nio.charset.StandardCharsets;

/**
 * The commands of the wire that stand alone, each as the bytes of one whole command. Real-time
 * commands (DLE …) are answered at once, whatever waits in the printer; they may only be sent
 * between whole commands. Source of all of them: printer-escpos.md, the section is named at each.
 */
public final class EscPosCommands {

    /** The bytes that flush a half-received command out of the printer's parser, §7 step 1. */
    private static final int FLUSH_LENGTH = 8192;

    private EscPosCommands() {}

    /** ESC @ and FS &amp;: clears buffer and modes, then turns Chinese text on (§2). */
    public static byte[] initialise() {
        return bytes(0x1B, 0x40, 0x1C, 0x26);
    }

    /** GS a FF: automatic status back for everything (§4). The printer answers at once. */
    public static byte[] enableAutomaticStatus() {
        return bytes(0x1D, 0x61, 0xFF);
    }

    /**
     * DLE EOT n: real-time status (§3).
     *
     * @param n 1 printer, 2 offline cause, 3 error cause, 4 paper, 20 full status of presenters
     */
    public static byte[] realTimeStatus(int n) {
        return bytes(0x10, 0x04, n);
    }

    /** DLE ENQ 2: recover after clearing the receive and the print buffer (§6, Recovery). */
    public static byte[] clearAndRecover() {
        return bytes(0x10, 0x05, 0x02);
    }

    /** Nothing but 00: ends a raster command that an earlier connection left half sent (§7). */
    public static byte[] flush() {
        return new byte[FLUSH_LENGTH];
    }

    /** GS V 42 0 or GS V 41 0: feed to the cutter and cut (§2). */
    public static byte[] feedAndCut(boolean full) {
        return bytes(0x1D, 0x56, full ? 0x41 : 0x42, 0x00);
    }

    /** GS r 1: paper status, answered in order after everything sent before (§5). */
    public static byte[] paperStatusInOrder() {
        return bytes(0x1D, 0x72, 0x01);
    }

    /**
     * GS ( H function 48: the printer answers with the id once everything before it is done (§6).
     *
     * @throws IllegalArgumentException unless the id is four characters of 20h to 7Eh
     */
    public static byte[] processId(String id) {
        byte[] d = id.getBytes(StandardCharsets.ISO_8859_1);
        if (d.length != 4 || !id.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException(
                    "A process id is four characters of 20h to 7Eh, not '" + id + "'");
        }
        return bytes(0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, d[0], d[1], d[2], d[3]);
    }

    /**
     * GS e 3: cut and present the ticket (§3, Presenter, Pyramid).
     *
     * @param steps how far, about 7 mm each, 0 to 255
     */
    public static byte[] present(int steps) {
        return bytes(0x1D, 0x65, 0x03, steps);
    }

    /** GS e 2: take the presented ticket back (§3, Presenter, Pyramid). */
    public static byte[] retract() {
        return bytes(0x1D, 0x65, 0x02);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
