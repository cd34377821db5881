package org.hallkiosk.hal.emulator.escpos;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Executes the commands that put something on paper: modes, text, pictures, codes and feeds
 * (printer-escpos.md §2). What it does not know it skips and counts.
 */
final class PrintHead {

    private static final int CELL_HEIGHT = 24;
    private static final int NARROW = 12;
    private static final int WIDE = 24;

    /** One sixth of an inch at 203 dpi. */
    private static final int DEFAULT_SPACING = 34;

    /** The upper half of Epson's code page 1 (Katakana), of which senders use the rules. */
    private static final String PAGE_1 = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯";

    private static final char PICTURE = '\uFFFC';
    private static final int UNKNOWN = 0xFFFD;

    /** A mark in the line that is being composed; x counts from the line's own left. */
    private record Placed(Mark mark, char asText, int x, int width) {}

    private final PaperStrip strip;
    private final Charset font;
    private final boolean fourByteCodes;

    private final List<Placed> line = new ArrayList<>();
    private int x;
    private byte[] lead = {};
    private long skipped;

    private int align;
    private int timesWide;
    private int timesHigh;
    private boolean doubleWideChinese;
    private boolean doubleHighChinese;
    private boolean bold;
    private boolean underlined;
    private boolean reversed;
    private boolean chinese;
    private int page;
    private int spacing;
    private int leftMargin;
    private int areaWidth;
    private int qrModule;
    private int qrLevel;
    private byte[] qrContent = {};
    private int barHeight;
    private int barWidth;
    private Optional<Mark.Dots> graphics = Optional.empty();

    /**
     * @param fourByteCodes whether the font is the whole of GB18030, not GBK alone
     */
    PrintHead(PaperStrip strip, boolean fourByteCodes) {
        this.strip = strip;
        this.fourByteCodes = fourByteCodes;
        this.font = Charset.forName(fourByteCodes ? "GB18030" : "GBK");
        initialise();
    }

    /** Commands without effect on paper that were skipped because they are not known here. */
    long skipped() {
        return skipped;
    }

    /** ESC @: no line, modes as after switching on. Chinese mode is on, as on Chinese models. */
    void initialise() {
        clearLine();
        align = 0;
        timesWide = 1;
        timesHigh = 1;
        doubleWideChinese = false;
        doubleHighChinese = false;
        bold = false;
        underlined = false;
        reversed = false;
        chinese = true;
        page = 0;
        spacing = DEFAULT_SPACING;
        leftMargin = 0;
        areaWidth = strip.widthDots();
        qrModule = 3;
        qrLevel = 0x30;
        qrContent = new byte[0];
        barHeight = 162;
        barWidth = 3;
        graphics = Optional.empty();
    }

    /** Drops the line that is being composed, not the modes. */
    void clearLine() {
        line.clear();
        x = 0;
        lead = new byte[0];
    }

    /**
     * Executes a command.
     *
     * @return how far the paper moved, in dots
     */
    int execute(byte[] command) {
        if (lead.length > 0 && command.length > 1) {
            lead = new byte[0];
        }
        return switch (command[0] & 0xFF) {
            case 0x1B -> esc(command);
            case 0x1C -> fs(command);
            case 0x1D -> gs(command);
            case 0x10 -> 0;
            default -> text(command[0] & 0xFF);
        };
    }

    private int text(int b) {
        if (lead.length > 0) {
            return chineseByte(b);
        }
        if (b == 0x0A) {
            return printLine(spacing);
        }
        if (b == 0x09) {
            x = (x / (8 * NARROW) + 1) * 8 * NARROW;
            return 0;
        }
        if (b < 0x20 || b == 0x7F) {
            return 0;
        }
        if (chinese && b >= 0x81 && b <= 0xFE) {
            lead = new byte[] {(byte) b};
            return 0;
        }
        int codePoint = b;
        if (b >= 0x80) {
            codePoint = page == 1 && b < 0x80 + PAGE_1.length() ? PAGE_1.charAt(b - 0x80) : UNKNOWN;
        }
        return cell(codePoint, NARROW * timesWide, CELL_HEIGHT * timesHigh);
    }

    private int chineseByte(int b) {
        byte[] code = Arrays.copyOf(lead, lead.length + 1);
        code[lead.length] = (byte) b;
        boolean fourBegun = fourByteCodes && code.length == 2 && b >= 0x30 && b <= 0x39;
        if (fourBegun || code.length == 3) {
            lead = code;
            return 0;
        }
        lead = new byte[0];
        if (code.length == 2 && b < 0x40) {
            // No trail byte: the board shows a blot for the lead and goes on with this byte.
            return wide(UNKNOWN) + text(b);
        }
        return wide(decode(code));
    }

    private int wide(int codePoint) {
        int wide = doubleWideChinese ? Math.max(2, timesWide) : timesWide;
        int high = doubleHighChinese ? Math.max(2, timesHigh) : timesHigh;
        return cell(codePoint, WIDE * wide, CELL_HEIGHT * high);
    }

    private int decode(byte[] code) {
        try {
            return font.newDecoder().decode(ByteBuffer.wrap(code)).toString().codePointAt(0);
        } catch (CharacterCodingException absent) {
            return UNKNOWN;
        }
    }

    private int cell(int codePoint, int width, int height) {
        char asText = codePoint < 0x10000 ? (char) codePoint : (char) UNKNOWN;
        return place(
                new Mark.Glyph(0, 0, width, height, codePoint, bold, underlined, reversed),
                asText,
                width);
    }

    /** Puts a mark into the line; a full line is printed first. */
    private int place(Mark mark, char asText, int width) {
        int moved = x + width > areaWidth && !line.isEmpty() ? printLine(spacing) : 0;
        line.add(new Placed(mark, asText, x, width));
        x += width;
        return moved;
    }

    /** Prints the line and feeds; a line higher than the feed takes its own height. */
    private int printLine(int feed) {
        int height = line.stream().mapToInt(placed -> placed.mark.height()).max().orElse(0);
        int used = line.stream().mapToInt(placed -> placed.x + placed.width).max().orElse(0);
        int left = leftMargin + aligned(used);
        for (Placed placed : line) {
            int y = strip.headY() + height - placed.mark.height();
            strip.put(placed.mark.moved(left + placed.x, y));
        }
        String read = read();
        if (!read.isBlank()) {
            strip.read(read);
        }
        clearLine();
        return strip.advance(Math.max(feed, height));
    }

    private String read() {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (Placed placed : line) {
            for (int gap = placed.x - end; gap >= NARROW; gap -= NARROW) {
                text.append(' ');
            }
            if (placed.mark instanceof Mark.Glyph glyph && glyph.codePoint() >= 0x10000) {
                text.appendCodePoint(glyph.codePoint());
            } else {
                text.append(placed.asText);
            }
            end = placed.x + placed.width;
        }
        return text.toString().stripTrailing();
    }

    private int aligned(int used) {
        int free = Math.max(0, areaWidth - used);
        return align == 1 ? free / 2 : align == 2 ? free : 0;
    }

    /** Prints a picture on lines of its own. */
    private int printDots(Mark.Dots dots) {
        int moved = line.isEmpty() ? 0 : printLine(spacing);
        strip.put(dots.moved(leftMargin + aligned(dots.width()), strip.headY()));
        return moved + strip.advance(dots.height());
    }

    private int esc(byte[] c) {
        int n = c.length > 2 ? c[2] & 0xFF : 0;
        switch (c[1] & 0xFF) {
            case 0x40 -> initialise();
            case 0x21 -> {
                bold = (n & 0x08) != 0;
                timesHigh = (n & 0x10) != 0 ? 2 : 1;
                timesWide = (n & 0x20) != 0 ? 2 : 1;
                underlined = (n & 0x80) != 0;
            }
            case 0x24 -> x = word(c, 2);
            case 0x5C -> x = Math.clamp(x + (short) word(c, 2), 0, strip.widthDots());
            case 0x2D -> underlined = (n & 0x03) != 0;
            case 0x32 -> spacing = DEFAULT_SPACING;
            case 0x33 -> spacing = n;
            case 0x45, 0x47 -> bold = (n & 0x01) != 0;
            case 0x4A -> {
                return line.isEmpty() ? strip.advance(n) : printLine(n);
            }
            case 0x64 -> {
                return (line.isEmpty() ? 0 : printLine(0)) + strip.advance(n * spacing);
            }
            case 0x61 -> align = line.isEmpty() ? n % 0x30 % 3 : align;
            case 0x74 -> page = n;
            case 0x2A -> {
                return columnImage(c);
            }
            case 0x20, 0x25, 0x4D, 0x52, 0x63, 0x70, 0x7B, 0x42 -> {}
            default -> skipped++;
        }
        return 0;
    }

    private int columnImage(byte[] c) {
        int mode = c[2] & 0xFF;
        int columns = word(c, 3);
        int columnBytes = mode >= 32 ? 3 : 1;
        int wider = (mode & 1) == 0 ? 2 : 1;
        int higher = mode >= 32 ? 1 : 3;
        int fits = Math.min(columns * wider, Math.max(0, areaWidth - x));
        if (fits == 0) {
            return 0;
        }
        Mark.Dots dots =
                Symbols.dots(
                        fits,
                        CELL_HEIGHT,
                        (column, y) -> {
                            int row = y / higher;
                            int at = 5 + column / wider * columnBytes + row / 8;
                            return c[at] & (0x80 >> row % 8);
                        });
        return place(dots, PICTURE, fits);
    }

    private int fs(byte[] c) {
        int n = c.length > 2 ? c[2] & 0xFF : 0;
        switch (c[1] & 0xFF) {
            case 0x26 -> chinese = true;
            case 0x2E -> chinese = false;
            case 0x21 -> {
                doubleWideChinese = (n & 0x04) != 0;
                doubleHighChinese = (n & 0x08) != 0;
            }
            case 0x57 -> {
                doubleWideChinese = (n & 0x01) != 0;
                doubleHighChinese = (n & 0x01) != 0;
            }
            case 0x0E -> doubleWideChinese = true;
            case 0x14 -> doubleWideChinese = false;
            case 0x2D, 0x43, 0x53, 0x28 -> {}
            default -> skipped++;
        }
        return 0;
    }

    private int gs(byte[] c) {
        int n = c.length > 2 ? c[2] & 0xFF : 0;
        switch (c[1] & 0xFF) {
            case 0x21 -> {
                timesWide = (n >> 4 & 0x07) + 1;
                timesHigh = (n & 0x07) + 1;
            }
            case 0x42 -> reversed = (n & 0x01) != 0;
            case 0x4C -> {
                leftMargin = Math.min(word(c, 2), strip.widthDots());
                areaWidth = Math.min(areaWidth, strip.widthDots() - leftMargin);
            }
            case 0x57 -> areaWidth = Math.min(word(c, 2), strip.widthDots() - leftMargin);
            case 0x24, 0x5C, 0x48, 0x50, 0x62, 0x66, 0x7C, 0x2F -> {}
            case 0x68 -> barHeight = Math.max(1, n);
            case 0x77 -> barWidth = Math.clamp(n, 1, 6);
            case 0x6B -> {
                return barcode(c);
            }
            case 0x76 -> {
                return raster(c);
            }
            case 0x28 -> {
                return function(c);
            }
            case 0x38 -> {
                return graphicsFunction(c, 7);
            }
            default -> skipped++;
        }
        return 0;
    }

    private int barcode(byte[] c) {
        if (c[2] != 73) {
            skipped++;
            return 0;
        }
        return Symbols.code128(Arrays.copyOfRange(c, 4, c.length), barWidth, barHeight)
                .map(this::printDots)
                .orElse(0);
    }

    private int raster(byte[] c) {
        int rowBytes = word(c, 4);
        int height = word(c, 6);
        if (rowBytes == 0 || height == 0) {
            return 0;
        }
        int wider = (c[3] & 1) != 0 ? 2 : 1;
        int higher = (c[3] & 2) != 0 ? 2 : 1;
        return printDots(scaled(c, 8, rowBytes * 8, height, wider, higher));
    }

    private int function(byte[] c) {
        return switch (c[2] & 0xFF) {
            case 0x4C -> graphicsFunction(c, 5);
            case 0x6B -> qr(c);
            case 0x41, 0x43, 0x44, 0x45, 0x4B, 0x48 -> 0;
            default -> {
                skipped++;
                yield 0;
            }
        };
    }

    private int qr(byte[] c) {
        if (c.length < 8 || c[5] != 0x31) {
            return 0;
        }
        switch (c[6] & 0xFF) {
            case 0x41 -> {}
            case 0x43 -> qrModule = Math.clamp(c[7] & 0xFF, 1, 16);
            case 0x45 -> qrLevel = c[7] & 0xFF;
            case 0x50 -> qrContent = Arrays.copyOfRange(c, 8, c.length);
            case 0x51 -> {
                Optional<Mark.Dots> symbol = Symbols.qrCode(qrContent, qrLevel, qrModule);
                if (symbol.isPresent() && symbol.get().width() <= areaWidth) {
                    strip.readQr(new String(qrContent, StandardCharsets.UTF_8));
                    return printDots(symbol.get());
                }
            }
            default -> skipped++;
        }
        return 0;
    }

    /** GS ( L and GS 8 L; the function's own bytes begin at m. */
    private int graphicsFunction(byte[] c, int m) {
        int function = c.length > m + 1 ? c[m + 1] & 0xFF : 0;
        if (function == 0x70 && c.length >= m + 10) {
            int width = word(c, m + 6);
            int height = word(c, m + 8);
            if (width > 0 && c.length - m - 10 >= (width + 7) / 8 * height && height > 0) {
                int wider = c[m + 3] == 2 ? 2 : 1;
                int higher = c[m + 4] == 2 ? 2 : 1;
                graphics = Optional.of(scaled(c, m + 10, width, height, wider, higher));
            }
        } else if (function == 0x32 || function == 0x02) {
            int moved = graphics.map(this::printDots).orElse(0);
            graphics = Optional.empty();
            return moved;
        } else {
            skipped++;
        }
        return 0;
    }

    /** Rows of a picture in a command, magnified and cut to the width of the head. */
    private Mark.Dots scaled(byte[] c, int from, int width, int height, int wider, int higher) {
        int rowBytes = (width + 7) / 8;
        return Symbols.dots(
                Math.min(width * wider, areaWidth),
                height * higher,
                (column, row) -> {
                    int at = from + row / higher * rowBytes + column / wider / 8;
                    return c[at] & (0x80 >> column / wider % 8);
                });
    }

    private static int word(byte[] c, int index) {
        return (c[index] & 0xFF) | (c[index + 1] & 0xFF) << 8;
    }
}
