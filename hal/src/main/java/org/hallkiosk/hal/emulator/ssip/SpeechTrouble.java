package org.hallkiosk.hal.emulator.ssip;

/** What can be wrong with an emulated speech service, until it is ended. */
public enum SpeechTrouble {
    /** It does not run: nobody listens. */
    POWER_OFF,
    /** It takes messages and never begins to speak them. */
    MUTE,
    /** It cancels each message as soon as it has begun. */
    CANCELS,
    /** Its output module is missing: it refuses to speak. */
    NO_MODULE,
    /** It answers no command. */
    SILENT,
    /** It sends lines that mean nothing between its answers. */
    GARBAGE,
    /** Everything that it sends comes byte by byte. */
    SPLIT,
    /** It speaks at a quarter of its pace. */
    SLOW
}
