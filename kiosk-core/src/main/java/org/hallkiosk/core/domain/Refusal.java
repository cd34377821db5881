package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Why a request was refused. The texts that people read are made from code and args by whoever
 * shows them, in the reader's language.
 *
 * @param args what the text names, for example {@code window} or {@code field}; each code's Javadoc
 *     says which
 */
public record Refusal(RefusalCode code, Map<String, String> args) {
    public Refusal {
        requireNonNull(code);
        args = Map.copyOf(args);
    }

    /** A refusal that names nothing. */
    public static Refusal of(RefusalCode code) {
        return new Refusal(code, Map.of());
    }

    /** A refusal that names one thing. */
    public static Refusal of(RefusalCode code, String arg, Object value) {
        return new Refusal(code, Map.of(arg, String.valueOf(value)));
    }
}
