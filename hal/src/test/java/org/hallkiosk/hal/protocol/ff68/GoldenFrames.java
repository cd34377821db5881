package org.hallkiosk.hal.protocol.ff68;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hallkiosk.hal.protocol.GoldenBlocks;

/** Reads {@code ff68/frames.txt} and {@code ff68/streams.txt}; their form is told in the files. */
public final class GoldenFrames {

    private static final Pattern NAMED = Pattern.compile("\\{([^}]*)}");

    /** A block of the file. */
    public record Block(GoldenBlocks.Block lines) {
        public String name() {
            return lines.name();
        }

        public String one(String key) {
            return lines.one(key);
        }

        public boolean has(String key) {
            return lines.has(key);
        }

        public byte[] bytes() {
            return hex(one("bytes"));
        }

        public int address() {
            return HexFormat.fromHexDigits(one("address"));
        }

        /** What a host says in this frame. */
        public PadCommand command() {
            String[] words = one("command").split(" ", -1);
            return switch (words[0]) {
                case "show" -> new PadCommand.Show(figure(words[1]), figure(words[2]));
                case "beep" -> new PadCommand.Beep();
                case "start-evaluation" -> new PadCommand.StartEvaluation();
                case "answer-evaluation" ->
                        new PadCommand.AnswerEvaluation(Integer.parseInt(words[1]));
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            };
        }

        private static OptionalInt figure(String word) {
            return word.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
        }
    }

    private final Map<String, Block> frames = read("frames.txt", "frame");

    /** All frames, in the order of the file. */
    public List<Block> frames() {
        return List.copyOf(frames.values());
    }

    /** All streams. */
    public List<Block> streams() {
        return List.copyOf(read("streams.txt", "stream").values());
    }

    public Block frame(String name) {
        Block block = frames.get(name);
        if (block == null) {
            throw new IllegalArgumentException("no frame is called " + name);
        }
        return block;
    }

    /** The pieces of a stream as they come in. */
    public List<byte[]> pieces(Block stream) {
        List<byte[]> pieces = new ArrayList<>();
        for (String piece : stream.one("bytes").split("/", -1)) {
            Matcher named = NAMED.matcher(piece);
            pieces.add(hex(named.replaceAll(found -> frame(found.group(1)).one("bytes"))));
        }
        return pieces;
    }

    private static byte[] hex(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String word : text.strip().split("\\s+", -1)) {
            out.write(HexFormat.fromHexDigits(word));
        }
        return out.toByteArray();
    }

    private static Map<String, Block> read(String file, String first) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        GoldenBlocks.read("/ff68/" + file, first, Set.of())
                .forEach((name, lines) -> blocks.put(name, new Block(lines)));
        return blocks;
    }
}
