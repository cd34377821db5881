package org.hallkiosk.hal.protocol.newland;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scanner's answer to a command: its text again, each item followed by how it went.
 *
 * @param mark as in the command; null for a query
 */
public record NewlandReply(@Nullable Character mark, List<Item> items) {

    public NewlandReply {
        items = List.copyOf(items);
    }

    /**
     * One item of a command.
     *
     * @param text TAG, SUB and data; for a query the data are the answer
     */
    public record Item(String text, Status status) {
        /** The data after TAG and SUB. */
        public String data() {
            return text.length() <= NewlandCommand.TAG_AND_SUB
                    ? ""
                    : text.substring(NewlandCommand.TAG_AND_SUB);
        }
    }

    /** How an item went. */
    public enum Status {
        /** 06 */
        OK,
        /** 15: the value is out of range. */
        OUT_OF_RANGE,
        /** 05: no such command. */
        UNKNOWN
    }

    /** Whether every item went well. */
    public boolean ok() {
        return items.stream().allMatch(item -> item.status() == Status.OK);
    }

    /**
     * Reads what stands between the lead {@code 02 01 30 30 30 30} and the end {@code 3B 03}.
     *
     * @return empty when it has not the form of a reply
     */
    static Optional<NewlandReply> parse(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Character mark = null;
        int at = 0;
        if (!text.isEmpty() && (text.charAt(0) == '#' || text.charAt(0) == '@')) {
            mark = text.charAt(0);
            at = 1;
        }
        List<Item> items = new ArrayList<>();
        int begin = at;
        while (at < text.length()) {
            Status status =
                    switch (text.charAt(at)) {
                        case 0x06 -> Status.OK;
                        case 0x15 -> Status.OUT_OF_RANGE;
                        case 0x05 -> Status.UNKNOWN;
                        default -> null;
                    };
            at++;
            if (status != null) {
                String echo = text.substring(begin, at - 1);
                if (!echo.matches("(?s)[A-Z0-9]{6}.*")) {
                    return Optional.empty();
                }
                items.add(new Item(echo, status));
                boolean more = at < text.length();
                if (more && text.charAt(at) != ';' && text.charAt(at) != ',') {
                    return Optional.empty();
                }
                at += more ? 1 : 0;
                begin = at;
            }
        }
        return items.isEmpty() || begin != text.length()
                ? Optional.empty()
                : Optional.of(new NewlandReply(mark, items));
    }
}
