package org.hallkiosk.hal.api;

import java.util.Objects;

/**
 * Something to be said.
 *
 * @param language the BCP 47 tag's language, for example {@code zh} or {@code en}
 * @param text what is to be heard, with numbers spelt as they are to be read; control characters
 *     are not spoken
 */
public record Utterance(String language, String text, Manner manner) {

    public Utterance {
        Objects.requireNonNull(text);
        Objects.requireNonNull(manner);
        if (!language.matches("[a-z]{2,3}")) {
            throw new IllegalArgumentException("No language: " + language);
        }
    }

    /** How it is said. */
    public enum Manner {
        ORDINARY,
        /** Slower and louder (S2 5.2.2.1, R22: 放慢语速提高音量). */
        ELDERLY
    }
}
