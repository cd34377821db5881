package org.hallkiosk.hal.api;

/** What can be wrong with a code scanner, whoever made it. */
public enum ScannerFault implements FaultCode {
    /** The scanner says of itself that it is not well. Argument {@code health}. */
    UNHEALTHY("scanner.unhealthy", FaultLevel.ERROR),
    /** The scanner refuses a setting; it goes on with its own. Argument {@code setting}. */
    SETTING_REFUSED("scanner.setting-refused", FaultLevel.WARNING),
    /** Readings are no text again and again. Argument {@code count}. */
    UNREADABLE("scanner.unreadable", FaultLevel.WARNING);

    private final String code;
    private final FaultLevel level;

    ScannerFault(String code, FaultLevel level) {
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
