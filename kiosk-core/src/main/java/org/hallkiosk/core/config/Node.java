package org.hallkiosk.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /**
     * Text, a number, true or false.
     *
     * @param bare whether it is a number, true or false, and so stands without quotes in JSON, too
     */
    record Scalar(String text, boolean bare, int line) implements Node {}

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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Scalar(parser.getNumberValueDeferred().toString(), true, line);
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(parser.getText(), true, line);
            default -> new Scalar(parser.getText(), false, line);
        };
    }

    /** The same as JSON. */
    default byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(bytes)) {
            write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator generator) throws IOException {
        switch (this) {
            case Mapping mapping -> {
                generator.writeStartObject();
                for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                    generator.writeFieldName(entry.getKey());
                    entry.getValue().write(generator);
                }
                generator.writeEndObject();
            }
            case Items list -> {
                generator.writeStartArray();
                for (Node item : list.items()) {
                    item.write(generator);
                }
                generator.writeEndArray();
            }
            case Scalar(String text, boolean bare, int _) -> {
                if (bare) {
                    generator.writeRawValue(text);
                } else {
                    generator.writeString(text);
                }
            }
            case Nothing(int _) -> generator.writeNull();
        }
    }
}
