package org.hallkiosk.hal.protocol.escpos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Align;
import org.hallkiosk.hal.api.PrintDocument.Element;

/**
 * Writes documents in the printer's own text, and QR codes as the printer's own symbols: about 400
 * bytes for a ticket instead of 57 000 as one picture.
 *
 * <p>A character that the printer's font lacks is drawn. In a line of normal size it is a column
 * image of 24 by 24 dots within the text (77 bytes, {@code ESC * 33}); a magnified line that has
 * one is sent as one trimmed raster ({@code GS v 0}), because column images cannot be magnified.
 * {@code ESC *} stands in the manuals of Epson, Bixolon, Citizen and Seiko printers, not in
 * printer-escpos.md; that its foot stands on the foot of the text has not been seen on a real
 * board.
 *
 * <p>No byte sequence that a printer would take for a real-time command (10 04, 10 05, 10 14) ever
 * stands in the output: in pictures one dot is added where it would.
 *
 * <p>Without state; may be used on any thread on which its glyph source may.
 */
public final class TicketEncoder {

    /** The longest document in dots: 2 m of paper. More is a mistake, not a ticket. */
    static final int LONGEST_DOTS = 16_000;

    /**
     * The longest content of a QR code in bytes; more would not fit the width at a readable size.
     */
    static final int LONGEST_QR = 1000;

    /** Line spacing after ESC @: one sixth of an inch at 203 dpi. */
    private static final int LINE_SPACING = 34;

    /** Bytes of QR error correction level M as GS ( k function 169 wants it (§2). */
    private static final int QR_LEVEL_M = 0x31;

    private static final int ESC = 0x1B;
    private static final int GS = 0x1D;
    private static final int LF = 0x0A;

    private final int widthDots;
    private final GlyphSource glyphs;

    /**
     * @param widthDots the printable width: 576 on 80 mm paper, 384 on 58 mm
     * @param glyphs draws what the printer's font lacks; asked only then
     */
    public TicketEncoder(int widthDots, GlyphSource glyphs) {
        this.widthDots = widthDots;
        this.glyphs = glyphs;
    }

    /**
     * The document between initialising and the closing command.
     *
     * @param closing what cuts or presents the ticket, a whole command
     * @throws IllegalArgumentException when the document is longer than two metres of paper, or a
     *     QR code is empty, longer than 1000 bytes of UTF-8 or has control characters
     */
    public EncodedTicket encode(PrintDocument document, byte[] closing) {
        Writer writer = new Writer();
        writer.out.writeBytes(EscPosCommands.initialise());
        for (Element element : document.elements()) {
            switch (element) {
                case Element.Line line -> writer.line(line);
                case Element.QrCode code -> writer.qrCode(code);
                case Element.Feed feed -> writer.feed(feed.dots());
            }
            if (writer.height > LONGEST_DOTS) {
                throw new IllegalArgumentException("The document is longer than two metres");
            }
        }
        writer.out.writeBytes(closing);
        return new EncodedTicket(writer.out.toByteArray(), writer.height);
    }

    /** The output and the modes that the printer is in after it. */
    private final class Writer {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        int height;
        private Align align = Align.LEFT;
        private int magnify = 1;
        private boolean bold;
        private boolean qrPrepared;
        private int qrModule;

        void line(Element.Line line) {
            List<TextCell> cells = TextCell.of(line.text());
            align(line.align());
            if (cells.isEmpty()) {
                out.write(LF);
                height += LINE_SPACING;
                return;
            }
            boolean drawn = cells.stream().anyMatch(TextCell::drawn);
            for (List<TextCell> row : rows(cells, widthDots / line.magnify())) {
                height += Math.max(LINE_SPACING, TextCell.HEIGHT * line.magnify());
                if (drawn && line.magnify() > 1) {
                    raster(row, line.magnify(), line.bold());
                    continue;
                }
                magnify(line.magnify());
                bold(line.bold());
                for (TextCell cell : row) {
                    if (cell.drawn()) {
                        columnImage(cell, line.bold());
                    } else {
                        out.writeBytes(cell.code());
                    }
                }
                out.write(LF);
            }
        }

        void qrCode(Element.QrCode code) {
            byte[] content = code.content().getBytes(StandardCharsets.UTF_8);
            if (content.length == 0 || content.length > LONGEST_QR) {
                throw new IllegalArgumentException(
                        "A QR code holds 1 to "
                                + LONGEST_QR
                                + " bytes of UTF-8, not "
                                + content.length);
            }
            if (code.content().chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("A QR code holds no control characters");
            }
            align(Align.CENTRE);
            if (!qrPrepared) {
                write(GS, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0);
            }
            if (qrModule != code.moduleDots()) {
                qrModule = code.moduleDots();
                write(GS, 0x28, 0x6B, 3, 0, 0x31, 0x43, qrModule);
            }
            if (!qrPrepared) {
                write(GS, 0x28, 0x6B, 3, 0, 0x31, 0x45, QR_LEVEL_M);
                qrPrepared = true;
            }
            int p = content.length + 3;
            write(GS, 0x28, 0x6B, p & 0xFF, p >> 8, 0x31, 0x50, 0x30);
            out.writeBytes(content);
            write(GS, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30);
            height += qrModules(content.length) * qrModule;
        }

        void feed(int dots) {
            int rest = Math.min(dots, LONGEST_DOTS + 1);
            height += Math.max(0, rest);
            for (; rest > 0; rest -= 255) {
                write(ESC, 0x4A, Math.min(rest, 255));
            }
        }

        private void align(Align wanted) {
            if (align != wanted) {
                align = wanted;
                int n =
                        switch (wanted) {
                            case LEFT -> 0;
                            case CENTRE -> 1;
                            case RIGHT -> 2;
                        };
                write(ESC, 0x61, n);
            }
        }

        private void magnify(int wanted) {
            if (magnify != wanted) {
                magnify = wanted;
                write(GS, 0x21, (wanted - 1) << 4 | (wanted - 1));
            }
        }

        private void bold(boolean wanted) {
            if (bold != wanted) {
                bold = wanted;
                write(ESC, 0x45, wanted ? 1 : 0);
            }
        }

        private void columnImage(TextCell cell, boolean emboldened) {
            DotMatrix dots = new DotMatrix(cell.width(), TextCell.HEIGHT);
            dots.draw(
                    glyphs.draw(cell.codePoint(), TextCell.HEIGHT),
                    TextCell.HEIGHT,
                    0,
                    cell.width());
            write(ESC, 0x2A, 33, cell.width(), 0);
            out.writeBytes(defused((emboldened ? dots.emboldened(1) : dots).columns()));
        }

        private void raster(List<TextCell> row, int times, boolean emboldened) {
            int size = TextCell.HEIGHT * times;
            DotMatrix dots = new DotMatrix(width(row) * times, size);
            int x = 0;
            for (TextCell cell : row) {
                int width = cell.width() * times;
                if (cell.codePoint() != ' ') {
                    dots.draw(glyphs.draw(cell.codePoint(), size), size, x, width);
                }
                x += width;
            }
            int rowBytes = dots.rowBytes();
            write(GS, 0x76, 0x30, 0, rowBytes & 0xFF, rowBytes >> 8, size & 0xFF, size >> 8);
            out.writeBytes(defused((emboldened ? dots.emboldened(times) : dots).rows()));
        }

        private void write(int... values) {
            out.writeBytes(EscPosCommands.bytes(values));
        }
    }

    private static List<List<TextCell>> rows(List<TextCell> cells, int widthDots) {
        List<List<TextCell>> rows = new ArrayList<>();
        List<TextCell> row = new ArrayList<>();
        int used = 0;
        for (TextCell cell : cells) {
            if (used + cell.width() > widthDots && !row.isEmpty()) {
                rows.add(row);
                row = new ArrayList<>();
                used = 0;
            }
            row.add(cell);
            used += cell.width();
        }
        rows.add(row);
        return rows;
    }

    private static int width(List<TextCell> row) {
        return row.stream().mapToInt(TextCell::width).sum();
    }

    /** An upper estimate of the modules on one side of a symbol at level M. */
    private static int qrModules(int contentBytes) {
        return (int) Math.ceil(Math.sqrt(14.0 * contentBytes + 500));
    }

    /** The picture with one dot added wherever a printer would see a real-time command (§3). */
    private static byte[] defused(byte[] picture) {
        for (int i = 0; i + 1 < picture.length; i++) {
            int next = picture[i + 1];
            if (picture[i] == 0x10 && (next == 0x04 || next == 0x05 || next == 0x14)) {
                picture[i] = 0x18;
            }
        }
        return picture;
    }
}
