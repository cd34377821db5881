package org.hallkiosk.ui.kit;

/** The type scale, in dots of a screen's design size; each step is about a quarter larger. */
public enum Type {
    CAPTION(25, true),
    BODY(31, true),
    LEAD(38, true),
    TITLE(48, true),
    HEAD(60, true),
    DISPLAY(76, true),
    LARGE(118, false),
    NUMBER(184, false),
    GIANT(288, false);

    /** What the large-type version multiplies by. */
    private static final double LARGE_TYPE = 1.3;

    private final int size;
    private final boolean grows;

    Type(int size, boolean grows) {
        this.size = size;
        this.grows = grows;
    }

    double size(boolean large) {
        return large && grows ? size * LARGE_TYPE : size;
    }
}
