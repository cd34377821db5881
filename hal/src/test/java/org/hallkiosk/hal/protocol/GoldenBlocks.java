package org.hallkiosk.hal.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the golden frames' files: blocks of lines {@code key: value}, each begun by its name. */
public final class GoldenBlocks {

    /** A block of the file: each key with its values. */
    public record Block(String name, Map<String, List<String>> fields) {
        public String one(String key) {
            List<String> values = all(key);
            if (values.size() != 1) {
                throw new IllegalArgumentException(name + " needs exactly one " + key);
            }
            return values.getFirst();
        }

        public List<String> all(String key) {
            return fields.getOrDefault(key, List.of());
        }

        public boolean has(String key) {
            return fields.containsKey(key);
        }
    }

    private GoldenBlocks() {}

    /**
     * The blocks by their names, in the order of the file.
     *
     * @param first the key that begins a block and names it
     * @param repeated the keys that may stand in a block more than once
     */
    public static Map<String, Block> read(String resource, String first, Set<String> repeated) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        try (InputStream in = GoldenBlocks.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no file " + resource);
            }
            Map<String, List<String>> fields = new LinkedHashMap<>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int colon = line.indexOf(':');
                String key = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                if (key.equals(first)) {
                    fields = new LinkedHashMap<>();
                    if (blocks.put(value, new Block(value, fields)) != null) {
                        throw new IllegalArgumentException("two blocks are called " + value);
                    }
                } else {
                    List<String> values = fields.computeIfAbsent(key, k -> new ArrayList<>());
                    values.add(value);
                    if (values.size() > 1 && !repeated.contains(key)) {
                        throw new IllegalArgumentException("two lines " + line);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }
}
