package org.hallkiosk.hal.protocol.escpos;

/**
 * How a printer is, put together from whichever status its dialect has.
 *
 * @param offline it takes no print data, for whatever cause
 * @param stopped it stopped in the middle of printing, by DLE EOT 2
 * @param mechanicalError a recoverable error other than the cutter's, a paper jam among them
 * @param headHot the head is too hot, or another error that ends by itself
 * @param atMouth a ticket lies at the output; only full status says so
 */
public record PrinterCondition(
        boolean offline,
        boolean coverOpen,
        boolean stopped,
        boolean paperEnd,
        boolean paperLow,
        boolean cutterError,
        boolean mechanicalError,
        boolean unrecoverableError,
        boolean headHot,
        boolean atMouth) {

    /** All well. */
    public static final PrinterCondition HEALTHY =
            new PrinterCondition(
                    false, false, false, false, false, false, false, false, false, false);

    /** What automatic status back says. */
    public static PrinterCondition of(Reply.AutomaticStatus status) {
        return new PrinterCondition(
                status.offline(),
                status.coverOpen(),
                false,
                status.paperEnd(),
                status.paperLow(),
                status.cutterError(),
                status.recoverableError(),
                status.unrecoverableError(),
                status.autoRecoverable(),
                false);
    }

    /** What the full status of a presenter printer says. */
    public static PrinterCondition of(Reply.FullStatus status) {
        return new PrinterCondition(
                false,
                status.coverOpen(),
                false,
                status.paperEnd(),
                status.paperLow(),
                status.cutterError(),
                status.jam() || status.otherRecoverable(),
                status.otherUnrecoverable(),
                status.headTemperature(),
                status.ticketAtMouth());
    }

    /**
     * What the four real-time bytes say together (printer-escpos.md §3).
     *
     * @param printer the answer to DLE EOT 1
     * @param cause the answer to DLE EOT 2
     * @param error the answer to DLE EOT 3
     * @param paper the answer to DLE EOT 4
     */
    public static PrinterCondition of(int printer, int cause, int error, int paper) {
        boolean cutter = (error & 0x08) != 0;
        boolean unrecoverable = (error & 0x20) != 0;
        boolean hot = (error & 0x40) != 0;
        boolean explained = cutter || unrecoverable || hot;
        boolean someError = (cause & 0x40) != 0;
        return new PrinterCondition(
                (printer & 0x08) != 0,
                (cause & 0x04) != 0,
                (cause & 0x20) != 0,
                (paper & 0x60) != 0,
                (paper & 0x0C) != 0,
                cutter,
                (error & 0x04) != 0 || (someError && !explained),
                unrecoverable,
                hot,
                false);
    }

    /** Whether a ticket sent now could be printed at once. */
    public boolean canPrint() {
        return !(offline
                || coverOpen
                || stopped
                || paperEnd
                || cutterError
                || mechanicalError
                || unrecoverableError
                || headHot);
    }
}
