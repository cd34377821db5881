package org.hallkiosk.hal.api;

import java.util.function.Consumer;

/** What is heard in one part of the hall (扬声器). */
public interface Speaker extends Device {

    /**
     * Says something, after what was given before: never two at once. By the best means that works;
     * one that fails leaves it to the next.
     *
     * @param done told once, on the device's strand: at the latest 5 s and 0.35 s a character after
     *     each attempt began, or when the device is closed
     */
    void say(Utterance utterance, Consumer<SpeechOutcome> done);
}
