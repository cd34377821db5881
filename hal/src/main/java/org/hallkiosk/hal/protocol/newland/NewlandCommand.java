package org.hallkiosk.hal.protocol.newland;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command to a scanner: {@code 7E 01 30 30 30 30}, its text, {@code 3B 03} (scanner.md §2).
 *
 * @param mark {@code #} for what holds until the power is off, null for a query
 * @param items each TAG and SUB, three characters each, and its data
 */
public record NewlandCommand(@Nullable Character mark, List<String> items) {

    /** A command string stays below this many characters (scanner.md §2). */
    static final int MOST_CHARACTERS = 200;

    /** TAG and SUB together. */
    static final int TAG_AND_SUB = 6;

    private static final byte[] LEAD = {0x7E, 0x01, 0x30, 0x30, 0x30, 0x30};
    private static final byte[] END = {0x3B, 0x03};

    public NewlandCommand {
        items = List.copyOf(items);
        if (items.isEmpty()
                || items.stream().anyMatch(i -> !i.matches("[A-Z0-9]{6}[A-Z0-9*&^]*"))
                || text(mark, items).length() >= MOST_CHARACTERS) {
            throw new IllegalArgumentException("No command: " + items);
        }
    }

    /** Asks for the text that describes the device. */
    public static NewlandCommand deviceInformation() {
        return new NewlandCommand(null, List.of("QRYSYS"));
    }

    /** Asks whether the device is well. */
    public static NewlandCommand health() {
        return new NewlandCommand(null, List.of("DEVQRY*"));
    }

    /** Begins or ends a reading. */
    public static NewlandCommand trigger(boolean on) {
        return temporary("SCNTRG" + (on ? 1 : 0));
    }

    /** A setting that holds until the power is off, so that the memory does not wear. */
    public static NewlandCommand temporary(String... items) {
        return new NewlandCommand('#', List.of(items));
    }

    /** The text between lead and end, without the last semicolon. */
    public String text() {
        return text(mark, items);
    }

    private static String text(@Nullable Character mark, List<String> items) {
        return Objects.toString(mark, "") + String.join(";", items);
    }

    /** What goes over the wire. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LEAD);
        out.writeBytes(text().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(END);
        return out.toByteArray();
    }

    /** Whether a reply is the answer to this command: it repeats a setting, or a query's name. */
    public boolean isAnsweredBy(NewlandReply reply) {
        if (reply.items().size() != items.size() || !Objects.equals(mark, reply.mark())) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            String asked = items.get(i);
            String echo = reply.items().get(i).text();
            boolean same =
                    mark == null
                            ? echo.startsWith(asked.substring(0, TAG_AND_SUB))
                            : echo.equals(asked);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
