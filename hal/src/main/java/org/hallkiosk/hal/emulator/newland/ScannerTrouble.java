package org.hallkiosk.hal.emulator.newland;

/** What can be wrong with an emulated scanner, until it is ended. */
public enum ScannerTrouble {
    /** No power: the link is closed. */
    POWER_OFF,
    /** It answers nothing, and still sends what it reads. */
    SILENT,
    /** It reads nothing and answers nothing. */
    DEAD,
    /** It says of itself that it is not well. */
    UNHEALTHY,
    /** It knows no setting. */
    REFUSES,
    /** Everything that it sends is garbled. */
    GARBAGE,
    /** It forgets the suffix after a code. */
    NO_SUFFIX,
    /** Each answer stops half way. */
    HALF_ANSWERS,
    /** It sends byte by byte, 10 ms apart. */
    SLOW_BYTES,
    /** A code that is shown is read again every 300 ms, five times, whatever is set. */
    REPEATS
}
