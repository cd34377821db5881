package org.hallkiosk.hal.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hallkiosk.hal.runtime.WireTrace.Direction;

/**
 * A recording of a wire as a technician reads it: a line for each piece, with time, direction,
 * bytes and text. What may be somebody's number is masked: of every run of eleven digits or more,
 * also one cut in pieces or in UTF-16, only the first three and the last four are shown
 * (RELIABILITY.md, T30).
 */
public final class TraceText {

    private static final Charset TEXT = Charset.forName("GB18030");
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** The shortest numbers of persons are those of mobile telephones. */
    private static final int SHORTEST = 11;

    /** The eighteenth place of an identity number may be an X (GB 11643). */
    private static final int BEFORE_X = 17;

    private static final int SHOWN_FIRST = 3;
    private static final int SHOWN_LAST = 4;

    private TraceText() {}

    private record Piece(Instant at, Direction direction, byte[] bytes, String rest) {}

    /**
     * The lines, oldest first.
     *
     * @param zone in which times are shown
     * @param hidden whether bytes from the device are told by their count alone, because citizens'
     *     documents come that way
     */
    public static List<String> lines(List<WireTrace.Entry> entries, ZoneId zone, boolean hidden) {
        List<Piece> pieces = entries.stream().map(TraceText::piece).toList();
        mask(pieces, Direction.IN);
        mask(pieces, Direction.OUT);
        DateTimeFormatter time = TIME.withZone(zone);
        return pieces.stream().map(piece -> line(piece, time, hidden)).toList();
    }

    private static Piece piece(WireTrace.Entry entry) {
        if (entry.direction() == Direction.NOTE) {
            return new Piece(entry.at(), Direction.NOTE, new byte[0], entry.data());
        }
        int cut = entry.data().indexOf(" …");
        String hex = cut < 0 ? entry.data() : entry.data().substring(0, cut);
        String rest = cut < 0 ? "" : entry.data().substring(cut);
        byte[] bytes = hex.isEmpty() ? new byte[0] : HEX.parseHex(hex);
        return new Piece(entry.at(), entry.direction(), bytes, rest);
    }

    private static String line(Piece piece, DateTimeFormatter time, boolean hidden) {
        String at = time.format(piece.at);
        return switch (piece.direction) {
            case NOTE -> at + " -- " + piece.rest;
            case IN ->
                    at
                            + " <- "
                            + (hidden ? piece.bytes.length + " bytes, not shown" : shown(piece));
            case OUT -> at + " -> " + shown(piece);
        };
    }

    private static String shown(Piece piece) {
        return HEX.formatHex(piece.bytes) + piece.rest + "  |" + readable(piece.bytes) + "|";
    }

    private static String readable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        new String(bytes, TEXT)
                .codePoints()
                .map(c -> Character.isISOControl(c) || c == 0xFFFD ? '.' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Masks the bytes of one direction in place, as the one stream that they are. */
    private static void mask(List<Piece> pieces, Direction direction) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Piece> mine = pieces.stream().filter(p -> p.direction == direction).toList();
        mine.forEach(piece -> all.writeBytes(piece.bytes));
        byte[] stream = all.toByteArray();
        mask(stream);
        int from = 0;
        for (Piece piece : mine) {
            System.arraycopy(stream, from, piece.bytes, 0, piece.bytes.length);
            from += piece.bytes.length;
        }
    }

    private static void mask(byte[] stream) {
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < stream.length; i++) {
            boolean last = run.size() == BEFORE_X && (stream[i] == 'X' || stream[i] == 'x');
            boolean digit = stream[i] >= '0' && stream[i] <= '9';
            if (digit || last) {
                run.add(i);
            }
            // A zero may be the other half of a character in UTF-16.
            if (last || (!digit && stream[i] != 0)) {
                mask(stream, run);
                run.clear();
            }
        }
        mask(stream, run);
    }

    private static void mask(byte[] stream, List<Integer> run) {
        if (run.size() >= SHORTEST) {
            run.subList(SHOWN_FIRST, run.size() - SHOWN_LAST).forEach(place -> stream[place] = '*');
        }
    }
}
