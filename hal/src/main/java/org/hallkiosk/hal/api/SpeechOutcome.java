package org.hallkiosk.hal.api;

/** What became of an {@link Utterance}. */
public sealed interface SpeechOutcome {

    /** It was given out by this means. Nobody knows whether the amplifier is on (speech.md §1). */
    record Spoken(Means means) implements SpeechOutcome {}

    /** Nothing could be heard. */
    record Unheard(Fault why) implements SpeechOutcome {}

    /** By what it was heard, the best first. */
    enum Means {
        /** A speech service. */
        SERVICE,
        /** A synthesizer of this computer, by its own program. */
        SYNTHESIZER,
        /** No words: a chime that makes people look at the screens. */
        CHIME
    }
}
