package org.hallkiosk.hal.api;

import java.util.OptionalInt;
import java.util.function.Consumer;

/** A clerk's call pad (呼叫器): keys and a few figures on the counter. */
public interface CallPad extends Device {

    /**
     * Told of each press once, however often the pad repeats it on the wire, when the pad already
     * has its acknowledgement. Replaces the listener of before.
     */
    void onKey(Consumer<KeyPress> listener);

    /**
     * Shows this instead of everything shown before. Only the newest matters; it is shown again by
     * itself after the pad was unplugged or lost power, until {@link #close}.
     */
    void show(Figures figures);

    /** Sounds once: the press was refused. Without effect while there is no connection. */
    void beep();

    /**
     * A press.
     *
     * @param digits what was typed before it, where the pad has digits; at most two, often empty
     */
    record KeyPress(Key key, String digits) {}

    /** What is written on the keys. What a press does is not the pad's business. */
    enum Key {
        /** Next (叫号). */
        NEXT,
        /** The same person again (重呼). */
        RECALL,
        /** Please rate (评价). */
        EVALUATE,
        /** Nobody came (弃号). */
        MISS,
        /** Put aside (挂起). */
        PARK,
        /** Call one back that was put aside (回呼). */
        CALL_BACK,
        /** Away for a while, and back (暂停). */
        PAUSE,
        /** To another window (转移). */
        TRANSFER,
        /** Ask people to stand back from the counter (一米线). */
        STAND_BACK,
        /** Take back what was typed (取消). */
        CANCEL,
        /** Confirm what was typed, where the digits have no meaning of their own (确认). */
        CONFIRM
    }

    /**
     * What a pad shows.
     *
     * @param waiting how many wait; empty when that is not known
     * @param ticket the number that is called or served, for example {@code A012}; empty when
     *     nobody is. A small display shows its last digits
     */
    record Figures(OptionalInt waiting, String ticket) {}
}
