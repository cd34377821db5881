package org.hallkiosk.hal.protocol.ff68;

import java.util.OptionalInt;

/** What a host says to a pad (evaluator-and-callpad.md §1.3). A pad answers none of it. */
public sealed interface PadCommand {

    /** The figures' greatest value. */
    int MOST = 999;

    /** The frame for the pad of this address. */
    default Ff68Frame to(int address) {
        return switch (this) {
            case Show show -> new Ff68Frame(address, 0x02, show.digits());
            case Beep beep -> new Ff68Frame(address, 0x03, new byte[0]);
            case StartEvaluation start -> new Ff68Frame(address, 0x01, new byte[] {0x0B});
            case AnswerEvaluation answer ->
                    new Ff68Frame(address, 0x01, new byte[] {(byte) answer.value()});
        };
    }

    /**
     * Shows figures.
     *
     * @param waiting 0 to {@link #MOST}; empty leaves the place blank, or as it is: the sheet
     *     allows both readings
     * @param ticket likewise
     */
    record Show(OptionalInt waiting, OptionalInt ticket) implements PadCommand {
        private static final byte NO_DIGIT = 0x0A;

        public Show {
            check(waiting);
            check(ticket);
        }

        private static void check(OptionalInt figure) {
            if (figure.isPresent() && (figure.getAsInt() < 0 || figure.getAsInt() > MOST)) {
                throw new IllegalArgumentException("A pad shows 0 to " + MOST + ", not " + figure);
            }
        }

        private byte[] digits() {
            byte[] digits = new byte[6];
            put(digits, 0, waiting);
            put(digits, 3, ticket);
            return digits;
        }

        private static void put(byte[] digits, int at, OptionalInt figure) {
            int rest = figure.orElse(0);
            for (int i = at + 2; i >= at; i--) {
                digits[i] = figure.isPresent() ? (byte) (rest % 10) : NO_DIGIT;
                rest /= 10;
            }
        }
    }

    /** Sounds once. */
    record Beep() implements PadCommand {}

    /** Lets the evaluator ask for a rating. */
    record StartEvaluation() implements PadCommand {}

    /** Tells the evaluator that its key was understood. */
    record AnswerEvaluation(int value) implements PadCommand {}
}
