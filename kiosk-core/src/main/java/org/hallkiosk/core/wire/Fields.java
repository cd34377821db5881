package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hallkiosk.core.domain.Word;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each read as what it must be. A field that is null counts as
 * absent.
 */
final class Fields {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final int MAX_DATE = 32;

    private final ObjectNode object;

    Fields(ObjectNode object) {
        this.object = object;
    }

    /** Whether the field is there, even if it is null. */
    boolean has(String name) {
        return object.has(name);
    }

    @Nullable JsonNode optional(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private JsonNode required(String name) throws BadJson {
        JsonNode node = optional(name);
        if (node == null) {
            throw new BadJson(name, "missing");
        }
        return node;
    }

    String text(String name, int maxLength) throws BadJson {
        return text(name, required(name), maxLength);
    }

    @Nullable String optionalText(String name, int maxLength) throws BadJson {
        JsonNode node = optional(name);
        return node == null ? null : text(name, node, maxLength);
    }

    private static String text(String name, JsonNode node, int maxLength) throws BadJson {
        if (!node.isTextual()) {
            throw new BadJson(name, "not-text");
        }
        String text = node.textValue();
        if (text.isEmpty() || text.length() > maxLength) {
            throw new BadJson(name, "length");
        }
        return text;
    }

    long integer(String name, long min, long max) throws BadJson {
        return integer(name, required(name), min, max);
    }

    @Nullable Long optionalInteger(String name, long min, long max) throws BadJson {
        JsonNode node = optional(name);
        return node == null ? null : integer(name, node, min, max);
    }

    private static long integer(String name, JsonNode node, long min, long max) throws BadJson {
        if (!node.isIntegralNumber()) {
            throw new BadJson(name, "not-an-integer");
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw new BadJson(name, "range");
        }
        return node.longValue();
    }

    boolean flag(String name, boolean absent) throws BadJson {
        JsonNode node = optional(name);
        if (node == null) {
            return absent;
        }
        if (!node.isBoolean()) {
            throw new BadJson(name, "not-a-boolean");
        }
        return node.booleanValue();
    }

    UUID id(String name) throws BadJson {
        return id(name, required(name));
    }

    @Nullable UUID optionalId(String name) throws BadJson {
        JsonNode node = optional(name);
        return node == null ? null : id(name, node);
    }

    private static UUID id(String name, JsonNode node) throws BadJson {
        if (!node.isTextual() || !UUID_FORM.matcher(node.textValue()).matches()) {
            throw new BadJson(name, "not-a-uuid");
        }
        return UUID.fromString(node.textValue());
    }

    Instant instant(String name) throws BadJson {
        return instant(name, required(name));
    }

    @Nullable Instant optionalInstant(String name) throws BadJson {
        JsonNode node = optional(name);
        return node == null ? null : instant(name, node);
    }

    private static Instant instant(String name, JsonNode node) throws BadJson {
        try {
            if (node.isTextual()) {
                return Json.instant(node.textValue());
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw new BadJson(name, "not-a-time-with-offset");
    }

    LocalDate date(String name) throws BadJson {
        try {
            return Json.date(text(name, MAX_DATE));
        } catch (DateTimeException e) {
            throw new BadJson(name, "not-a-date");
        }
    }

    <E extends Enum<E> & Word> E word(String name, Class<E> type) throws BadJson {
        return word(name, required(name), type);
    }

    <E extends Enum<E> & Word> @Nullable E optionalWord(String name, Class<E> type) throws BadJson {
        JsonNode node = optional(name);
        return node == null ? null : word(name, node, type);
    }

    private static <E extends Enum<E> & Word> E word(String name, JsonNode node, Class<E> type)
            throws BadJson {
        for (E constant : type.getEnumConstants()) {
            if (node.isTextual() && constant.word().equals(node.textValue())) {
                return constant;
            }
        }
        throw new BadJson(name, "no-such-word");
    }

    /** An array of texts; empty when the field is absent. */
    List<String> texts(String name, int maxCount, Pattern form) throws BadJson {
        JsonNode node = optional(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || node.size() > maxCount) {
            throw new BadJson(name, "not-an-array-of-at-most-" + maxCount);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isTextual() || !form.matcher(element.textValue()).matches()) {
                throw new BadJson(name, "form");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** An array of ids. */
    List<UUID> ids(String name) throws BadJson {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw new BadJson(name, "not-an-array");
        }
        List<UUID> ids = new ArrayList<>();
        for (JsonNode element : node) {
            ids.add(id(name, element));
        }
        return ids;
    }

    ObjectNode object(String name) throws BadJson {
        if (required(name) instanceof ObjectNode inner) {
            return inner;
        }
        throw new BadJson(name, "not-an-object");
    }

    @Nullable Fields optionalFields(String name) throws BadJson {
        return optional(name) == null ? null : new Fields(object(name));
    }
}
