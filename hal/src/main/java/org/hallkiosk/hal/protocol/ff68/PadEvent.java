package org.hallkiosk.hal.protocol.ff68;

import java.util.Arrays;

/** What a frame on the line tells a host (evaluator-and-callpad.md §1.2). */
public sealed interface PadEvent {

    /** The command of an evaluator's key. */
    int EVALUATOR = 0x11;

    /** A pad's frames are short: a length of at most 5, so at most three bytes of data. */
    int LONGEST_OF_A_PAD = 3;

    /**
     * A key of the pad. Its command is not specified: every one but {@link #EVALUATOR} is taken.
     *
     * @param digits what was typed before it, 0 to 9 each; at most two
     * @param code the key's code
     */
    record Key(String digits, int code) implements PadEvent {
        public static final int EVALUATE = 0x0B;
        public static final int NEXT = 0x0C;
        public static final int RECALL = 0x0D;
        public static final int CANCEL = 0x0E;

        /** With one digit before it: 6 give up, 0 hang, 3 call back. */
        public static final int CONFIRM = 0x0F;

        public static final int ONE_METRE_LINE = 0x11;
        public static final int PAUSE = 0x12;
        public static final int TRANSFER = 0x13;
    }

    /**
     * A key of the evaluator.
     *
     * @param value the key; which level it stands for differs from site to site
     */
    record Evaluation(int value) implements PadEvent {}

    /** A frame that no pad sends: a host's, or of a kind that is not known. */
    record NotOfAPad() implements PadEvent {}

    /** Understands a frame. */
    static PadEvent of(Ff68Frame frame) {
        byte[] data = frame.data();
        if (data.length == 0 || data.length > LONGEST_OF_A_PAD) {
            return new NotOfAPad();
        }
        if (frame.command() == EVALUATOR) {
            return data.length == 1 ? new Evaluation(data[0] & 0xFF) : new NotOfAPad();
        }
        StringBuilder digits = new StringBuilder();
        for (byte digit : Arrays.copyOf(data, data.length - 1)) {
            if (digit < 0 || digit > 9) {
                return new NotOfAPad();
            }
            digits.append((char) ('0' + digit));
        }
        return new Key(digits.toString(), data[data.length - 1] & 0xFF);
    }
}
