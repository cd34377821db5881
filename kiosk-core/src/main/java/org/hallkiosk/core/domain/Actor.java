package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

/**
 * Who asked for what happened.
 *
 * @param id the device's identity on the bus, the staff number, or for the system the part that
 *     acted, for example {@code timer} or {@code receipt}
 */
public record Actor(Kind kind, String id) {

    /** What kind of actor it is (EVENTS.md 1). */
    public enum Kind implements Word {
        /** A device, known by its identity on the bus. */
        DEVICE,
        /** A member of staff, logged in on a page. */
        STAFF,
        /** The hall itself. */
        SYSTEM,
        /** The identity of the demo, which may act for every device and window. */
        DEMO
    }

    public Actor {
        requireNonNull(kind);
        requireNonNull(id);
    }

    /** A device. */
    public static Actor device(String id) {
        return new Actor(Kind.DEVICE, id);
    }

    /** A member of staff. */
    public static Actor staff(String no) {
        return new Actor(Kind.STAFF, no);
    }

    /** The hall itself. */
    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part);
    }

    /** The demo's identity. */
    public static Actor demo() {
        return new Actor(Kind.DEMO, "demo");
    }
}
