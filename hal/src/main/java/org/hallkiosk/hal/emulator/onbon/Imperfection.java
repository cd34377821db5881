package org.hallkiosk.hal.emulator.onbon;

/** What can be wrong with an emulated card or its wire, on command. */
public enum Imperfection {
    /** Hears nothing, shows nothing new, says nothing; keeps what it shows. */
    DEAD,
    /** Hears and shows, but no answer of it arrives: one wire is broken. */
    MUTE,
    /** Each answer is as long as it should be and means nothing. */
    GARBAGE,
    /** One bit of each answer is wrong. */
    BAD_CHECKSUM,
    /** Each answer stops half way. */
    HALF_ANSWERS,
    /** Each answer comes byte by byte, 10 ms apart. */
    SPLIT_ANSWERS,
    /** All but one of the leading A5 are lost: the transceiver turns round late. */
    SHORT_PREAMBLE,
    /** Nine leading A5, as in the vendor's printed examples. */
    LONG_PREAMBLE,
    /** Listens at another speed: whatever it hears or says is garbled. */
    WRONG_SPEED,
    /** Answers after 1.5 s: late, but within the deadline of 2 s. */
    SLOW,
    /** Answers after 2.5 s, when the deadline has passed. */
    LATE,
    /** Refuses each update of its areas as coming too early. */
    BUSY,
    /** Its lamps, once off, cannot be switched on over the line. */
    LAMPS_STAY_OFF
}
