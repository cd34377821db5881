package org.hallkiosk.provisioning.center;

import java.time.Instant;
import org.hallkiosk.core.journal.Position;

/**
 * Something that a hall's honest journal never does.
 *
 * @param position the event that it is about
 * @param at when the center saw it
 */
public record Alarm(String hall, Position position, Kind kind, Instant at) {

    /** What kind. */
    public enum Kind {
        /** Other bytes under a number that the center holds already. The others are kept aside. */
        OTHER_BYTES("other-bytes"),
        /** The hall's hash is not the one that follows from what the center holds. */
        BROKEN_CHAIN("broken-chain");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The stable name in the store and in texts. */
        public String word() {
            return word;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Not a kind of alarm: " + word);
        }
    }
}
