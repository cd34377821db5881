package org.hallkiosk.hal.api;

import java.util.function.Consumer;

/** A scanner of bar codes and QR codes (扫码器). */
public interface CodeScanner extends Device {

    /**
     * Told of each reading, on the device's strand. A code that stays before the scanner is told
     * once. Replaces the listener of before.
     */
    void onScan(Consumer<Scan> listener);

    /**
     * Begins or ends a reading, as the key of a hand scanner does. A scanner that looks by itself
     * needs neither. Without {@link Capability#SOFTWARE_TRIGGER} it ends as {@link
     * TriggerOutcome#REFUSED}.
     *
     * @param on true begins, false ends
     * @param done told once, on the device's strand, at the latest when the scanner's time to
     *     answer is over or the device is closed
     */
    void trigger(boolean on, Consumer<TriggerOutcome> done);

    /** How a trigger command ended. */
    enum TriggerOutcome {
        /** The scanner said that it obeys. */
        ACCEPTED,
        /** The scanner knows no such command, or refused it. */
        REFUSED,
        /** It was sent and nobody answered. */
        UNKNOWN,
        /** There is no connection; nothing was sent. */
        NOT_SENT
    }
}
