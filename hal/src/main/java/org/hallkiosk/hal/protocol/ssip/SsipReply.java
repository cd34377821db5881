package org.hallkiosk.hal.protocol.ssip;

import java.util.List;

/**
 * A reply, or an event when its code begins with 7.
 *
 * @param code three digits: 1xx information, 2xx done, 3xx and 4xx refused, 5xx not understood, 7xx
 *     event
 * @param data the continued lines, without their code
 * @param text of the last line
 */
public record SsipReply(int code, List<String> data, String text) {

    /** An event: the message of the first data line begins to be spoken. */
    public static final int BEGIN = 701;

    /** An event: it was spoken to its end. */
    public static final int END = 702;

    /** An event: it was cancelled. */
    public static final int CANCELLED = 703;

    public SsipReply {
        data = List.copyOf(data);
    }

    /** Whether it answers no command. */
    public boolean isEvent() {
        return code / 100 == 7;
    }

    /** Whether the command was carried out. */
    public boolean ok() {
        return code / 100 == 2;
    }

    /** The first data line, or nothing: the message's id in 225 and in events. */
    public String id() {
        return data.isEmpty() ? "" : data.getFirst();
    }
}
