package org.hallkiosk.hal.protocol.onbon;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hallkiosk.hal.protocol.GoldenBlocks;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Across;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Down;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Effect;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Life;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Motion;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Place;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.RunMode;

/**
 * Reads {@code onbon/frames.txt} and {@code onbon/streams.txt}; their form is told in the files.
 */
public final class GoldenFrames {

    /** The areas of a content, and bytes that one line would not hold. */
    private static final Set<String> REPEATED = Set.of("area", "bytes");

    private static final Charset GB2312 = Charset.forName("GB2312");

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

        /** The bytes on the wire. */
        public byte[] bytes() {
            return hex(String.join(" ", lines.all("bytes")));
        }

        /** Destination and source. */
        public int address(String key) {
            return Integer.parseInt(one(key), 16);
        }

        /** What the host asks in this frame. */
        public OnbonRequest request() {
            String[] words = one("request").split(" ", -1);
            return switch (words[0]) {
                case "ping" -> new OnbonRequest.Ping();
                case "status" -> new OnbonRequest.ReadStatus();
                case "clear" -> new OnbonRequest.ClearScreen();
                case "on" -> new OnbonRequest.Power(true);
                case "off" -> new OnbonRequest.Power(false);
                case "brightness" -> new OnbonRequest.Brightness(Integer.parseInt(words[1]));
                case "read-id" -> new OnbonRequest.ReadScreenId();
                case "clock" -> new OnbonRequest.SetClock(LocalDateTime.parse(words[1]));
                case "areas" ->
                        new OnbonRequest.UpdateAreas(
                                OnbonRequest.Before.valueOf(words[1]),
                                lines.all("area").stream().map(GoldenFrames::area).toList());
                default -> throw new IllegalArgumentException("no such request: " + words[0]);
            };
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
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = 0;
            while (at < piece.length()) {
                int open = piece.indexOf('{', at);
                int end = open < 0 ? piece.length() : open;
                out.writeBytes(hex(piece.substring(at, end)));
                if (open < 0) {
                    break;
                }
                int close = piece.indexOf('}', open);
                out.writeBytes(frame(piece.substring(open + 1, close)).bytes());
                at = close + 1;
            }
            pieces.add(out.toByteArray());
        }
        return pieces;
    }

    private static byte[] hex(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String word : text.strip().split("\\s+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            int star = word.indexOf('*');
            int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
            int value = HexFormat.fromHexDigits(star < 0 ? word : word.substring(0, star));
            for (int i = 0; i < times; i++) {
                out.write(value);
            }
        }
        return out.toByteArray();
    }

    private static DynamicArea area(String line) {
        int textAt = line.indexOf(" text=");
        Map<String, String> f = new HashMap<>();
        for (String pair : line.substring(0, textAt).split(" ", -1)) {
            String[] keyAndValue = pair.split("=", -1);
            f.put(keyAndValue[0], keyAndValue[1]);
        }
        String[] place = get(f, "place").split(",", -1);
        String[] life = get(f, "life").split(",", -1);
        String[] motion = get(f, "motion").split(",", -1);
        return new DynamicArea(
                Integer.parseInt(get(f, "number")),
                new Place(
                        Integer.parseInt(place[0]),
                        Integer.parseInt(place[1]),
                        Integer.parseInt(place[2]),
                        Integer.parseInt(place[3])),
                0,
                new Life(RunMode.valueOf(life[0]), Integer.parseInt(life[1])),
                Across.valueOf(get(f, "across")),
                Down.valueOf(get(f, "down")),
                Boolean.parseBoolean(get(f, "oneLine")),
                Boolean.parseBoolean(get(f, "wrap")),
                new Motion(
                        Effect.valueOf(motion[0]),
                        Integer.parseInt(motion[1]),
                        Integer.parseInt(motion[2])),
                line.substring(textAt + " text=".length()).getBytes(GB2312));
    }

    private static String get(Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException("an area needs " + key);
        }
        return value;
    }

    private static Map<String, Block> read(String file, String first) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        GoldenBlocks.read("/onbon/" + file, first, REPEATED)
                .forEach((name, lines) -> blocks.put(name, new Block(lines)));
        return blocks;
    }
}
