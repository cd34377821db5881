package org.hallkiosk.hal.api;

/** What can be wrong with a call pad or an evaluator, whoever made it. */
public enum PadFault implements FaultCode {
    /**
     * A key goes on being reported: it is held down or stuck, or the pad does not hear that it was
     * understood.
     */
    KEY_STUCK("pad.key-stuck", FaultLevel.WARNING),
    /** A key was pressed that is in no table. Argument {@code code}. */
    KEY_UNKNOWN("pad.key-unknown", FaultLevel.NOTICE),
    /** An evaluator's key was pressed that stands for no level. Argument {@code value}. */
    LEVEL_UNKNOWN("pad.level-unknown", FaultLevel.WARNING),
    /** Somebody else sends commands to this pad over the same line. */
    OTHER_HOST("pad.other-host", FaultLevel.WARNING),
    /**
     * Much of what comes over the line is part of no frame: pads speak at once, or the signal is
     * damaged. Arguments {@code bytes, seconds}: so many within so long, or more.
     */
    LINE_GARBLED("pad.line-garbled", FaultLevel.WARNING),
    /** The line's speed is not the one of these pads. Arguments {@code baud, usual}. */
    SPEED_UNUSUAL("preflight.pad-speed", FaultLevel.WARNING);

    private final String code;
    private final FaultLevel level;

    PadFault(String code, FaultLevel level) {
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
