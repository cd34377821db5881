package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** One form for all JSON that means the same: members sorted, numbers by value, no blank. */
final class CanonicalJson {

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /** SHA-256 of a text and the form of a tree, lower-case hex. */
    static String digest(String text, JsonNode tree) {
        CanonicalJson form = new CanonicalJson();
        form.quoted(text);
        form.write(tree);
        return sha256(form.out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 in lower-case hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private void write(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.append('{');
            sorted.forEach(
                    (name, value) -> {
                        quoted(name);
                        write(value);
                    });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                write(element);
                out.append(',');
            }
            out.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue().stripTrailingZeros();
            out.append(number.unscaledValue()).append('e').append(-(long) number.scale());
        } else if (node.isTextual()) {
            quoted(node.textValue());
        } else {
            out.append(node.asText());
        }
    }

    /** With its length, so that no text can look like another's end. */
    private void quoted(String text) {
        out.append(text.length()).append('"').append(text).append('"');
    }
}
