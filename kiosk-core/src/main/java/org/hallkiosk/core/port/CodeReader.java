package org.hallkiosk.core.port;

import java.util.function.Consumer;

/** Reads the codes that citizens show (扫码). Lives on the role's strand. */
public interface CodeReader {

    /** Told of each reading. Replaces the listener of before. */
    void onReading(Consumer<Reading> listener);

    /** What was read. */
    sealed interface Reading {

        /** A code's text: data that anybody may have printed, never a command. */
        record Code(String text) implements Reading {
            /** Without the text: a code may be somebody's. */
            @Override
            public String toString() {
                return "Code[" + text.length() + " characters]";
            }
        }

        /** Something that is no text. */
        record Unreadable() implements Reading {}
    }
}
