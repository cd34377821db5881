package org.hallkiosk.hal.api;

import java.util.function.IntConsumer;

/** An evaluator (评价器): a key for each level, on the citizen's side of the counter. */
public interface EvaluatorPad extends Device {

    /**
     * Told of each press once with its level, 5 非常满意 to 1 非常不满意, whether anybody was asked to rate
     * or not: whoever listens decides what counts. Replaces the listener of before.
     */
    void onLevel(IntConsumer listener);

    /**
     * Asks the citizen to rate, as this device does that. Lost when there is no connection: it is
     * not asked later, when somebody else stands there.
     */
    void invite();
}
