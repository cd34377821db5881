package org.hallkiosk.hal.protocol.escpos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Align;
import org.hallkiosk.hal.api.PrintDocument.Element;

/** The golden frames: replies.txt and tickets.txt beside this class. */
public final class Frames {

    private Frames() {}

    /**
     * One line of replies.txt.
     *
     * @param source where it stands in the manual
     */
    public record Said(
            String source,
            String dialect,
            String question,
            byte[] bytes,
            String reply,
            List<String> faults) {
        @Override
        public String toString() {
            return source + ": " + HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }

    /** One block of tickets.txt. */
    public record Printed(String source, PrintDocument document, byte[] bytes) {
        @Override
        public String toString() {
            return source;
        }
    }

    public static List<Said> replies() {
        List<Said> replies = new ArrayList<>();
        for (String line : lines("replies.txt")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] c = line.split("\\|", -1);
                String faults = c[5].strip();
                replies.add(
                        new Said(
                                c[0].strip(),
                                c[1].strip(),
                                c[2].strip(),
                                hex(c[3]),
                                c[4].strip(),
                                faults.equals("-")
                                        ? List.of()
                                        : Arrays.asList(faults.split(" ", -1))));
            }
        }
        return replies;
    }

    public static List<Printed> tickets() {
        List<Printed> tickets = new ArrayList<>();
        String source = "";
        List<Element> elements = new ArrayList<>();
        StringBuilder hex = new StringBuilder();
        List<String> lines = new ArrayList<>(lines("tickets.txt"));
        lines.add("");
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.isBlank()) {
                if (!elements.isEmpty()) {
                    PrintDocument document = new PrintDocument(elements);
                    tickets.add(new Printed(source, document, hex(hex.toString())));
                }
                source = "";
                elements.clear();
                hex.setLength(0);
            } else if (source.isEmpty()) {
                source = line;
            } else if (line.startsWith("=")) {
                hex.append(line.substring(1));
            } else {
                elements.add(element(line));
            }
        }
        return tickets;
    }

    private static Element element(String line) {
        String[] w = line.split(" ", 5);
        return switch (w[0]) {
            case "line" ->
                    new Element.Line(
                            w[4], Align.valueOf(w[1]), Integer.parseInt(w[2]), w[3].equals("bold"));
            case "qr" -> new Element.QrCode(w[2], Integer.parseInt(w[1]));
            case "feed" -> new Element.Feed(Integer.parseInt(w[1]));
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static List<String> lines(String name) {
        try (InputStream in = Frames.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
