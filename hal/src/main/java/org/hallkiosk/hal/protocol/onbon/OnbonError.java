package org.hallkiosk.hal.protocol.onbon;

/** Why a card refuses a request (led-display.md §1.2). */
public enum OnbonError {
    NONE(0),
    GROUP(1),
    COMMAND(2),
    BUSY(3),
    OUT_OF_MEMORY(4),
    CHECKSUM(5),
    FILE_MISSING(6),
    FLASH(7),
    DOWNLOAD(8),
    FILE_NAME(9),
    FILE_TYPE(10),
    FILE_CHECKSUM(11),
    FONT_MISSING(12),
    FIRMWARE_TYPE(13),
    DATE_TIME(14),
    FILE_EXISTS(15),
    BLOCK_NUMBER(16),
    /** A number that the specification does not list. */
    UNLISTED(-1);

    private final int number;

    OnbonError(int number) {
        this.number = number;
    }

    /** The error with this number on the wire. */
    static OnbonError of(int number) {
        for (OnbonError error : values()) {
            if (error.number == number) {
                return error;
            }
        }
        return UNLISTED;
    }
}
