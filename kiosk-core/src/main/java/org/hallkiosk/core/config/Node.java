package org.hallkiosk.core.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows its line. */
sealed interface Node {

    /** The line where it begins, from 1. */
    int line();

    /** Keys and values, in the order of the file. */
    record Mapping(Map<String, Node> entries, int line) implements Node {}

    /** A list. */
    record Items(List<Node> items, int line) implements Node {}

    /** Text, a number, true or false. */
    record Scalar(String text, int line) implements Node {}

    /** A key without a value. */
    record Nothing(int line) implements Node {}

    /**
     * Reads one YAML document.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is not YAML, or a key
     *     stands twice
     */
    static Node parse(String yaml) throws IOException {
        YAMLFactory factory =
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(yaml)) {
            return parser.nextToken() == null ? new Nothing(1) : read(parser);
        }
    }

    private static Node read(JsonParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Node> entries = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    entries.put(key, read(parser));
                }
                yield new Mapping(entries, line);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield new Items(items, line);
            }
            case VALUE_NULL -> new Nothing(line);
            default -> new Scalar(parser.getText(), line);
        };
    }
}
