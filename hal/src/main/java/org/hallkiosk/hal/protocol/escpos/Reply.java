package org.hallkiosk.hal.protocol.escpos;

/** One thing that a printer said. Source of lengths and bits: printer-escpos.md §3 to §8. */
public sealed interface Reply {

    /** Automatic status back, four bytes (§4). */
    record AutomaticStatus(int first, int second, int third, int fourth) implements Reply {
        /** The printer takes no print data. */
        public boolean offline() {
            return (first & 0x08) != 0;
        }

        public boolean coverOpen() {
            return (first & 0x20) != 0;
        }

        /** A mechanical error that DLE ENQ can end, other than the cutter's. */
        public boolean recoverableError() {
            return (second & 0x04) != 0;
        }

        public boolean cutterError() {
            return (second & 0x08) != 0;
        }

        public boolean unrecoverableError() {
            return (second & 0x20) != 0;
        }

        /** An error that ends by itself: the head is too hot. */
        public boolean autoRecoverable() {
            return (second & 0x40) != 0;
        }

        /** Both bits of the near-end sensor (03). */
        public boolean paperLow() {
            return (third & 0x03) != 0;
        }

        /** Both bits of the end sensor (0C). */
        public boolean paperEnd() {
            return (third & 0x0C) != 0;
        }
    }

    /** The byte that answers DLE EOT 1 to 4 (§3); it does not say which. */
    record RealTimeStatus(int value) implements Reply {}

    /** The four status bytes that answer DLE EOT 20 of presenter printers (§3). */
    record FullStatus(int paper, int user, int recoverable, int unrecoverable) implements Reply {
        public boolean paperEnd() {
            return (paper & 0x01) != 0;
        }

        public boolean paperLow() {
            return (paper & 0x04) != 0;
        }

        public boolean ticketAtMouth() {
            return (paper & 0x20) != 0;
        }

        /** The head is up or the cover open. */
        public boolean coverOpen() {
            return (user & 0x03) != 0;
        }

        public boolean headTemperature() {
            return (recoverable & 0x01) != 0;
        }

        /** Paper jam; read on Pyramid only. */
        public boolean jam() {
            return (recoverable & 0x40) != 0;
        }

        /** RS-232 or supply-voltage error. */
        public boolean otherRecoverable() {
            return (recoverable & 0x0A) != 0;
        }

        public boolean cutterError() {
            return (unrecoverable & 0x01) != 0;
        }

        /** Flash, RAM or EEPROM. */
        public boolean otherUnrecoverable() {
            return (unrecoverable & 0x0E) != 0;
        }
    }

    /** One byte in the order of the data: GS r, ESC v, GS I (§5). */
    record InOrder(int value) implements Reply {
        /** What GS r 1 says of the end sensor. */
        public boolean paperEnd() {
            return (value & 0x0C) != 0;
        }

        /** What GS r 1 says of the near-end sensor. */
        public boolean paperLow() {
            return (value & 0x03) != 0;
        }
    }

    /**
     * A block with a header, ended by 00 (§8).
     *
     * @param header 35, 37, 3B, 3D or 5F
     * @param text what stands between header and 00, one character a byte
     */
    record Block(int header, String text) implements Reply {
        /** Whether this is the answer to {@link EscPosCommands#processId} with that id (§6). */
        public boolean isProcessId(String id) {
            return header == 0x37 && text.equals("\"" + id);
        }
    }

    /** XON (11) or XOFF (13), only from printers that are set to software flow control. */
    record FlowControl(boolean go) implements Reply {}
}
