package org.hallkiosk.core.port;

import java.util.function.IntConsumer;

/**
 * What a citizen rates with (评价器): keys or a screen. It knows no ticket and no token. Lives on the
 * role's strand.
 */
public interface RatingPad {

    /**
     * Told of each press with its level, 5 非常满意 to 1 非常不满意, whether it was asked for or not.
     * Replaces the listener of before.
     */
    void onLevel(IntConsumer listener);

    /** Shows this; only the newest matters. A device that has no word for a state leaves it out. */
    void show(State state);

    /** What it says to the citizen. */
    enum State {
        /** Nothing: nobody is asked. */
        RESTING,
        /** Please rate (请评价). */
        ASKING,
        /** Thank you; the hall has the rating. */
        THANKING
    }
}
