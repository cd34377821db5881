package org.hallkiosk.hal.emulator.escpos;

/** A trouble that lasts until it is ended. */
public enum PrinterTrouble {
    /** The near-end sensor sees the end of the roll. */
    PAPER_LOW,
    /** The roll has ended. */
    PAPER_OUT,
    COVER_OPEN,
    /** The next cut jams; after the jam is gone DLE ENQ ends the error. */
    CUTTER_JAM,
    /** The head pauses; the error ends with the trouble. */
    HEAD_HOT,
    /** An error that only switching off ends. */
    BROKEN,
    /** No power: the link is closed and what was in memory is lost. */
    POWER_OFF,
    /** It prints and answers nothing. */
    SILENT,
    /** It accepts bytes and does nothing with them, as if its processor hung. */
    STUCK
}
