package org.hallkiosk.hal.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CodeScanner} read. It is data that anybody may have printed on a paper: never a
 * command, never an address to be opened, never part of a line for a shell, and never in a log.
 */
public sealed interface Scan {

    /**
     * A code (二维码, 条码) that is text.
     *
     * @param text 1 to 4096 bytes as they were on the wire, decoded; without control characters
     * @param symbology the AIM symbology identifier, for example {@code ]Q1}; null when the scanner
     *     does not tell
     */
    record Code(String text, @Nullable String symbology) implements Scan {
        public Code {
            Objects.requireNonNull(text);
        }

        /** Without the text: a code may be somebody's. */
        @Override
        public String toString() {
            return "Code[" + text.length() + " characters]";
        }
    }

    /**
     * Something that is no text: a damaged line, or a code that was made to do harm.
     *
     * @param length how many bytes it had
     */
    record Unreadable(Reason reason, int length) implements Scan {
        public Unreadable {
            Objects.requireNonNull(reason);
        }
    }

    /** Why a reading is no text. */
    enum Reason {
        /** More than 4096 bytes (scanner.md §1). */
        TOO_LONG,
        /** It holds control characters, or pretends to be an answer of the scanner. */
        CONTROL_CHARACTERS,
        /** Neither UTF-8 nor GB18030. */
        NOT_TEXT
    }
}
