package org.hallkiosk.hal.emulator.onbon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A dynamic area in a card's memory, as it came over the wire (led-display.md §1.4).
 *
 * @param since the monotonic time of its last update, in nanoseconds
 */
record CardArea(
        int number,
        int x,
        int y,
        int width,
        int height,
        int lineGap,
        int runMode,
        int timeoutSeconds,
        int alignment,
        boolean oneLine,
        boolean wrap,
        int effect,
        int stay,
        int textBytes,
        CardText text,
        long since) {

    private static final int STOP_ON_LAST_PAGE = 1;
    private static final int DELETE_AFTER_TIMEOUT = 2;
    private static final int MOVE_LEFT = 3;
    private static final int MOVE_RIGHT = 4;

    /**
     * Reads the bytes of one area.
     *
     * @throws java.nio.BufferUnderflowException when bytes are missing
     * @throws IllegalArgumentException when a field has no meaning or bytes are left over
     */
    static CardArea read(byte[] bytes, long now) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte type = in.get();
        int x = across(in);
        int y = in.getShort() & 0xFFFF;
        int width = across(in);
        int height = in.getShort() & 0xFFFF;
        int number = in.get() & 0xFF;
        int lineGap = in.get() & 0xFF;
        int runMode = in.get();
        int timeout = in.getShort() & 0xFFFF;
        int sound = in.get();
        if (sound != 0) {
            skip(in, 3);
            if (sound == 2) {
                skip(in, in.getInt());
            }
        }
        skip(in, in.get() & 0xFF);
        int alignment = in.get();
        int oneLine = in.get();
        int newLine = in.get();
        int effect = in.get();
        skip(in, 1); // exit mode
        skip(in, 1); // speed
        int stay = in.get() & 0xFF;
        int textLength = in.getInt();
        if (type != 0
                || runMode < 0
                || runMode > DELETE_AFTER_TIMEOUT
                || effect < 1
                || effect > 6
                || textLength != in.remaining()) {
            throw new IllegalArgumentException("no such area");
        }
        byte[] text = new byte[textLength];
        in.get(text);
        return new CardArea(
                number,
                x,
                y,
                width,
                height,
                lineGap,
                runMode,
                timeout,
                alignment,
                oneLine == 1,
                newLine == 2,
                effect,
                stay,
                textLength,
                CardText.of(text),
                now);
    }

    private static int across(ByteBuffer in) {
        int word = in.getShort() & 0xFFFF;
        return (word & 0x8000) != 0 ? word & 0x7FFF : word * 8;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new IllegalArgumentException("longer than the area");
        }
        in.position(in.position() + bytes);
    }

    /** How long after an update the card deletes it; zero when it never does. */
    Duration lifetime() {
        return runMode == DELETE_AFTER_TIMEOUT ? Duration.ofSeconds(timeoutSeconds) : Duration.ZERO;
    }

    /** The page that is on the panel at this time. */
    PanelView.Area view(long now) {
        List<List<List<PanelView.Cell>>> pages = pages();
        long stayNanos = Math.max(1, stay) * 500_000_000L;
        long turn = (now - since) / stayNanos;
        int page =
                runMode == STOP_ON_LAST_PAGE
                        ? (int) Math.min(turn, pages.size() - 1)
                        : (int) (turn % pages.size());
        List<List<PanelView.Cell>> lines = pages.get(page);

        int textHeight = -lineGap;
        for (List<PanelView.Cell> line : lines) {
            textHeight += lineHeight(line) + lineGap;
        }
        int top =
                switch ((alignment >> 2) & 3) {
                    case 1 -> height - textHeight;
                    case 2 -> (height - textHeight) / 2;
                    default -> 0;
                };
        List<PanelView.Row> rows = new ArrayList<>();
        for (List<PanelView.Cell> line : lines) {
            int free = Math.max(0, width - lineWidth(line));
            int left =
                    switch (alignment & 3) {
                        case 1 -> free;
                        case 2 -> free / 2;
                        default -> 0;
                    };
            rows.add(new PanelView.Row(x + left, y + top, line));
            top += lineHeight(line) + lineGap;
        }
        return new PanelView.Area(number, x, y, width, height, moves(), rows);
    }

    private boolean moves() {
        return effect == MOVE_LEFT || effect == MOVE_RIGHT;
    }

    private List<List<List<PanelView.Cell>>> pages() {
        List<List<PanelView.Cell>> lines = new ArrayList<>();
        if (oneLine) {
            List<PanelView.Cell> all = text.lines().stream().flatMap(List::stream).toList();
            lines.addAll(moves() ? List.of(all) : broken(all));
        } else {
            for (List<PanelView.Cell> line : text.lines()) {
                lines.addAll(wrap ? broken(line) : List.of(clipped(line)));
            }
        }
        List<List<List<PanelView.Cell>>> pages = new ArrayList<>();
        int perPage =
                oneLine
                        ? 1
                        : Math.max(
                                1, (height + lineGap) / (lineHeight(lines.getFirst()) + lineGap));
        for (int i = 0; i < lines.size(); i += perPage) {
            pages.add(lines.subList(i, Math.min(lines.size(), i + perPage)));
        }
        return pages;
    }

    private List<List<PanelView.Cell>> broken(List<PanelView.Cell> line) {
        List<List<PanelView.Cell>> parts = new ArrayList<>();
        List<PanelView.Cell> rest = line;
        do {
            List<PanelView.Cell> part = clipped(rest);
            int taken = Math.max(part.size(), Math.min(1, rest.size()));
            parts.add(rest.subList(0, taken));
            rest = rest.subList(taken, rest.size());
        } while (!rest.isEmpty());
        return parts;
    }

    private List<PanelView.Cell> clipped(List<PanelView.Cell> line) {
        int used = 0;
        int n = 0;
        while (n < line.size() && used + line.get(n).width() <= width) {
            used += line.get(n).width();
            n++;
        }
        return line.subList(0, n);
    }

    private static int lineWidth(List<PanelView.Cell> line) {
        return line.stream().mapToInt(PanelView.Cell::width).sum();
    }

    private static int lineHeight(List<PanelView.Cell> line) {
        return line.stream().mapToInt(PanelView.Cell::dots).max().orElse(16);
    }
}
