package org.hallkiosk.hal.protocol.newland;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hallkiosk.hal.api.Scan;

/** The golden frames of frames.txt. */
public final class NewlandFrames {

    /** One line of the file. */
    public record Frame(String source, boolean out, String meaning, byte[] bytes) {
        @Override
        public String toString() {
            return source + ": " + meaning;
        }
    }

    private NewlandFrames() {}

    public static List<Frame> all() {
        try (InputStream in =
                Objects.requireNonNull(
                        NewlandFrames.class.getResourceAsStream("/newland/frames.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(NewlandFrames::frame)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame frame(String line) {
        String[] c = line.split("\\|", -1);
        return new Frame(
                c[0].strip(),
                c[1].strip().equals("out"),
                c[2].strip(),
                HexFormat.of().parseHex(c[3].replace(" ", "")));
    }

    /** What an input means, in the words of the file. */
    public static String meaning(NewlandInput input) {
        return switch (input) {
            case NewlandInput.Reply(NewlandReply reply, int length) ->
                    "reply "
                            + reply.items().stream()
                                    .map(item -> item.text() + "=" + item.status())
                                    .collect(Collectors.joining(" "));
            case NewlandInput.Data data ->
                    switch (ScanText.of(data)) {
                        case Scan.Code code -> "data " + code.text();
                        case Scan.Unreadable bad -> "unreadable " + bad.reason();
                    };
        };
    }

    /** The command of an outgoing frame. */
    public static NewlandCommand command(Frame frame) {
        boolean query = !frame.meaning.startsWith("#") && !frame.meaning.startsWith("@");
        return new NewlandCommand(
                query ? null : frame.meaning.charAt(0),
                Arrays.asList(frame.meaning.substring(query ? 0 : 1).split(";", -1)));
    }
}
