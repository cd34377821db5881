package org.hallkiosk.core.port;

import java.util.function.Consumer;

/** What is heard in one part of the hall. Lives on the role's strand; nothing blocks. */
public interface Voice {

    /**
     * Says a text; only one at a time is given.
     *
     * @param language for example {@code zh}
     * @param elderly slower and louder
     * @param done told once, on the strand
     */
    void say(String language, String text, boolean elderly, Consumer<Heard> done);

    /** What people heard. */
    enum Heard {
        /** The words. */
        WORDS,
        /** A chime, which makes them look at the screens. */
        CHIME,
        NOTHING
    }
}
