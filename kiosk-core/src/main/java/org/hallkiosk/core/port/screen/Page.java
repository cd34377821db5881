package org.hallkiosk.core.port.screen;

/**
 * Which part of something long is shown.
 *
 * @param number from 0
 * @param of how many there are; 1 when everything is shown
 */
public record Page(int number, int of) {

    /** All there is. */
    public static final Page WHOLE = new Page(0, 1);

    public Page {
        if (of < 1 || number < 0 || number >= of) {
            throw new IllegalArgumentException("There is no page " + number + " of " + of);
        }
    }

    /** The pages that a number of things takes, the given one of them, or the last there is. */
    public static Page of(int things, int each, int wanted) {
        int pages = Math.max(1, Math.ceilDiv(things, each));
        return new Page(Math.clamp(wanted, 0, pages - 1), pages);
    }
}
