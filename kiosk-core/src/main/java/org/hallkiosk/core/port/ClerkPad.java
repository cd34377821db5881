package org.hallkiosk.core.port;

import java.util.OptionalInt;
import java.util.function.Consumer;

/** The call pad (呼叫器) on the clerk's desk, as its role sees it. Lives on the role's strand. */
public interface ClerkPad {

    /** Told of each press of a key, once. Replaces the listener of before. */
    void onPress(Consumer<Key> listener);

    /** Shows this; only the newest matters. */
    void show(View view);

    /** Sounds once: what was pressed is not done. */
    void beep();

    /**
     * What a clerk is to read.
     *
     * @param waiting how many wait for this window; empty when that is not known
     * @param ticket the number that the window holds; empty when it holds none
     */
    record View(OptionalInt waiting, String ticket) {}

    /** What is written on the keys. */
    enum Key {
        NEXT,
        RECALL,
        EVALUATE,
        MISS,
        PARK,
        CALL_BACK,
        PAUSE,
        TRANSFER,
        STAND_BACK,
        CANCEL,
        CONFIRM
    }
}
