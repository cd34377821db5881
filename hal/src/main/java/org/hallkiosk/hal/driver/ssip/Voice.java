package org.hallkiosk.hal.driver.ssip;

import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.Utterance;

/** One means by which something is heard. Used on the strand, one utterance at a time. */
interface Voice {

    SpeechOutcome.Means means();

    /** Whether it is worth trying now. */
    boolean ready();

    /**
     * Says it.
     *
     * @param done told once: empty when it was said, otherwise why not, in one sentence
     */
    void say(Utterance utterance, Consumer<Optional<String>> done);

    /** The device is closed: what is being said ends, and nothing is told any more. */
    void stop();
}
