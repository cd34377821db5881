package org.hallkiosk.hal.emulator.ff68;

/** What can be wrong with an emulated pad or its wire, on command. */
public enum PadTrouble {
    /** The plug is pulled: the display is blank and nothing is said any more. */
    POWER_OFF,
    /** Hears nothing, shows nothing new, says nothing; keeps what it shows. */
    DEAD,
    /** Hears and shows, but nothing that it says arrives: one wire is broken. */
    MUTE,
    /** Its keys arrive, but it hears nothing: no acknowledgement, no figures. */
    DEAF,
    /** It does not hear the first acknowledgement of each key. */
    ACKNOWLEDGEMENT_LOST,
    /** The sum of each frame is wrong. */
    BAD_SUM,
    /** Each frame stops half way. */
    HALF_FRAMES,
    /** Each frame comes byte by byte, 5 ms apart. */
    SPLIT_FRAMES,
    /** Listens and speaks at another speed: whatever it hears or says is garbled. */
    WRONG_SPEED,
    /** Somebody else speaks into the first frame of each key. */
    COLLIDES,
    /** Five times a second two pads more speak at once, both with its address: neither is heard. */
    TWINS_COLLIDE,
    /** Near it the line picks up noise, five times a second. */
    NOISY_LINE,
    /** A pressed key does not come up again: it is sent five times a second. */
    KEY_STAYS_DOWN
}
