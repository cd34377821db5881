package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

/** What became of bytes that were read. */
public sealed interface Decoded<T> {

    /** They mean this. */
    record Good<T>(T value) implements Decoded<T> {
        public Good {
            requireNonNull(value);
        }
    }

    /**
     * They cannot be understood.
     *
     * @param field where, as a path, or empty for the whole
     * @param why a word or a short English sentence for the log
     */
    record Bad<T>(String field, String why) implements Decoded<T> {
        public Bad {
            requireNonNull(field);
            requireNonNull(why);
        }
    }

    /**
     * The value, where bad bytes mean that something of our own is damaged.
     *
     * @throws IllegalArgumentException when they cannot be understood
     */
    default T orThrow() {
        return switch (this) {
            case Good<T>(T value) -> value;
            case Bad<T>(String field, String why) ->
                    throw new IllegalArgumentException(field.isEmpty() ? why : field + ": " + why);
        };
    }
}
