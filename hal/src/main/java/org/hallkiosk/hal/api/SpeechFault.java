package org.hallkiosk.hal.api;

/** What can be wrong with a speaker, whoever made it. */
public enum SpeechFault implements FaultCode {
    /** The speech service took a line and did not say it. Argument {@code detail}. */
    SERVICE_FAILED("speech.service-failed", FaultLevel.WARNING),
    /** The service is not to be had: another voice speaks. */
    BY_SYNTHESIZER("speech.by-synthesizer", FaultLevel.WARNING),
    /** No voice is to be had: a chime sounds, and people must read. */
    CHIME_ONLY("speech.chime-only", FaultLevel.ERROR),
    /** Nothing is heard. */
    UNHEARD("speech.unheard", FaultLevel.ERROR),
    /** The device was closed while something was to be said. */
    CLOSED("speech.closed", FaultLevel.NOTICE);

    private final String code;
    private final FaultLevel level;

    SpeechFault(String code, FaultLevel level) {
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
