package org.hallkiosk.hal.api;

import java.time.Instant;

/**
 * A value and when it was learnt. A reader that shows the value can so show how old it is.
 *
 * @param at when the device last said so, or when the value became unknown
 */
public record Reading<T>(T value, Instant at) {

    /** This reading if it already has the value, otherwise a new one of now. */
    public Reading<T> becomes(T next, Instant now) {
        return value.equals(next) ? this : new Reading<>(next, now);
    }
}
