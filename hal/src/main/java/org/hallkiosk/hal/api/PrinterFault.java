package org.hallkiosk.hal.api;

/** What can be wrong with a ticket printer, whoever made it. */
public enum PrinterFault implements FaultCode {
    /** The roll has ended. */
    PAPER_OUT("printer.paper-out", FaultLevel.ERROR),
    /** The near-end sensor: some tens of tickets are left (printer-escpos.md §9). */
    PAPER_LOW("printer.paper-low", FaultLevel.WARNING),
    COVER_OPEN("printer.cover-open", FaultLevel.ERROR),
    CUTTER_ERROR("printer.cutter-error", FaultLevel.ERROR),
    /** A paper jam or another mechanical error that a person can end. */
    JAM("printer.jam", FaultLevel.ERROR),
    /** The head is too hot; it goes on by itself. */
    HEAD_HOT("printer.head-hot", FaultLevel.WARNING),
    /** An error that only the maintainer can end. */
    ERROR("printer.error", FaultLevel.ERROR),
    /** It says that it is offline and not why. */
    OFFLINE("printer.offline", FaultLevel.ERROR),
    /** The link is open and the printer answers nothing. */
    SILENT("printer.silent", FaultLevel.ERROR),
    /** It is well and yet did not confirm a ticket in time: perhaps the wrong profile. */
    UNCONFIRMED("printer.unconfirmed", FaultLevel.WARNING),
    /** The document cannot be put on paper; argument {@code detail}. */
    UNPRINTABLE("printer.unprintable", FaultLevel.WARNING),
    /** The device was closed. */
    CLOSED("printer.closed", FaultLevel.NOTICE);

    private final String code;
    private final FaultLevel level;

    PrinterFault(String code, FaultLevel level) {
        this.code = code;
        this.level = level;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FaultLevel level() {
        return level;
    }
}
