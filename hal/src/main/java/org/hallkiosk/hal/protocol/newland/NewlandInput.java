package org.hallkiosk.hal.protocol.newland;

/** What a scanner sent. */
public sealed interface NewlandInput {

    /**
     * An answer, or a code that was made to look like one: who asked nothing was answered nothing.
     *
     * @param length how many bytes it had
     */
    record Reply(NewlandReply reply, int length) implements NewlandInput {}

    /**
     * What a code holds, without the suffix; at most {@link NewlandSplitter#MOST_DATA} bytes of it.
     *
     * @param length how many bytes it had in truth
     */
    record Data(byte[] bytes, int length) implements NewlandInput {}
}
