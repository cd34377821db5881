package org.hallkiosk.hal.api;

/** What can be wrong with a window display, whoever made it. */
public enum DisplayFault implements FaultCode {
    /** The lamps are switched off and could not be switched on. */
    LAMPS_OFF("display.lamps-off", FaultLevel.ERROR),
    /** The controller lacks the font that is set. Argument {@code dots}. */
    FONT_MISSING("display.font-missing", FaultLevel.ERROR),
    /** The controller has no room for the content. */
    TOO_LONG("display.too-long", FaultLevel.ERROR),
    /** The controller refuses the content for another reason. Argument {@code error}. */
    REFUSED("display.refused", FaultLevel.ERROR),
    /** The controller says again and again that it is busy. */
    BUSY("display.busy", FaultLevel.WARNING),
    /** What arrives at the controller is damaged again and again. */
    LINE_NOISY("display.line-noisy", FaultLevel.WARNING),
    /** The controller answers when it is asked, but not when it is given content. */
    CONTENT_UNANSWERED("display.content-unanswered", FaultLevel.ERROR),
    /** The content has characters that the display's fonts lack. Argument {@code count}. */
    CHARACTERS_REPLACED("display.characters-replaced", FaultLevel.NOTICE),
    /** The content was too long for the display and was cut. */
    CONTENT_CUT("display.content-cut", FaultLevel.NOTICE);

    private final String code;
    private final FaultLevel level;

    DisplayFault(String code, FaultLevel level) {
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
