package org.hallkiosk.hal.protocol.ssip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts replies together from lines: three digits and a hyphen continue, three digits and a blank
 * end. A line of another form, or one that does not go on with the code before it, is dropped and
 * counted, and the reply that it stood in with it.
 */
public final class SsipReader {

    /** Longer than any line that a server sends in answer to our commands. */
    private static final int MOST_LINE = 4096;

    private static final int MOST_DATA = 1000;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> data = new ArrayList<>();
    private int code;
    private int length;
    private long dropped;

    /** Takes bytes, gives the replies that they complete. */
    public List<SsipReply> accept(byte[] bytes) {
        List<SsipReply> replies = new ArrayList<>();
        for (byte b : bytes) {
            if (b == '\n') {
                endLine(replies);
            } else {
                length++;
                if (length <= MOST_LINE) {
                    line.write(b);
                }
            }
        }
        return replies;
    }

    /** How many lines belonged to no reply. */
    public long dropped() {
        return dropped;
    }

    private void endLine(List<SsipReply> replies) {
        boolean tooLong = length > MOST_LINE;
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        length = 0;
        if (tooLong || !text.matches("[1-7][0-9]{2}([- ].*)?")) {
            drop();
            return;
        }
        int found = Integer.parseInt(text.substring(0, 3));
        if (code != 0 && found != code) {
            drop();
        }
        String rest = text.length() > 4 ? text.substring(4) : "";
        if (text.length() > 3 && text.charAt(3) == '-') {
            code = found;
            data.add(rest);
            if (data.size() > MOST_DATA) {
                drop();
            }
        } else {
            replies.add(new SsipReply(found, data, rest));
            code = 0;
            data.clear();
        }
    }

    private void drop() {
        dropped++;
        code = 0;
        data.clear();
    }
}
