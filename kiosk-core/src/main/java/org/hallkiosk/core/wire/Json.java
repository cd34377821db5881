package org.hallkiosk.core.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hallkiosk.core.domain.Event;

/**
 * How values become JSON and back, the same for every message of one hall.
 *
 * <p>Instants are ISO 8601 with the offset of the hall's zone and are read with any offset; enums
 * are lower-case words; unknown fields are ignored; a missing field is refused unless it may be
 * null; nothing is converted between strings, numbers and booleans. A name that comes twice in an
 * object is refused, and so is text that is no Unicode.
 */
public final class Json {

    /** The largest packet of the contract, in bytes (OUTSIDE.md). */
    public static final int MAX_BYTES = 256 * 1024;

    /** Deeper than anything in the contract. */
    private static final int MAX_DEPTH = 32;

    /** Years that are written with four digits; an instant outside them is nonsense. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9999;
    private static final int MAX_NUMBER_DIGITS = 40;
    private static final int MAX_NAME = 256;

    private final ObjectMapper mapper;
    private final ObjectMapper unbounded;

    /**
     * @param zone the hall's time zone, in which times are written
     */
    public Json(ZoneId zone) {
        this.mapper =
                mapper(
                        zone,
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxStringLength(MAX_BYTES)
                                .maxNumberLength(MAX_NUMBER_DIGITS)
                                .maxNameLength(MAX_NAME)
                                .maxDocumentLength(MAX_BYTES)
                                .build());
        this.unbounded = mapper(zone, StreamReadConstraints.defaults());
    }

    private static ObjectMapper mapper(ZoneId zone, StreamReadConstraints constraints) {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        JsonMapper made =
                JsonMapper.builder(factory)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(
                                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                                DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .addMixIn(Event.TicketProved.class, FinalProof.class)
                        .addModule(types(zone))
                        .build();
        made.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return made;
    }

    /** The contract's word for it is one that Java keeps for itself. */
    private interface FinalProof {
        @JsonProperty("final")
        boolean last();
    }

    private static SimpleModule types(ZoneId zone) {
        SimpleModule module = new SimpleModule("hall");
        module.setDeserializers(new Enums());
        module.addSerializer(
                new TextSerializer<>(
                        Instant.class,
                        at -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone))));
        module.addDeserializer(Instant.class, new TextDeserializer<>(Instant.class, Json::instant));
        module.addSerializer(new TextSerializer<>(LocalDate.class, LocalDate::toString));
        module.addDeserializer(
                LocalDate.class, new TextDeserializer<>(LocalDate.class, Json::date));
        module.addSerializer(new TextSerializer<>(LocalTime.class, LocalTime::toString));
        module.addDeserializer(
                LocalTime.class, new TextDeserializer<>(LocalTime.class, LocalTime::parse));
        module.addSerializer(new TextSerializer<>(Enum.class, Json::word));
        return module;
    }

    /**
     * Reads ISO 8601 with an offset.
     *
     * @throws DateTimeException when it is none, or not of our age
     */
    static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        requireYear(time.getYear());
        return time.toInstant();
    }

    /** Reads an ISO 8601 date, with the same exceptions. */
    static LocalDate date(String text) {
        LocalDate date = LocalDate.parse(text);
        requireYear(date.getYear());
        return date;
    }

    private static void requireYear(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DateTimeException("The year is not " + FIRST_YEAR + "-" + LAST_YEAR);
        }
    }

    /** The word of an enum's constant, the same as {@link org.hallkiosk.core.domain.Word#word}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An empty object. */
    ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** A value as a tree. */
    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    /** A value or tree as bytes. */
    byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tree from bytes of at most {@link #MAX_BYTES}. */
    JsonNode parse(byte[] bytes) throws BadJson {
        if (bytes.length > MAX_BYTES) {
            throw new BadJson("", "too-large");
        }
        return parse(mapper, bytes);
    }

    /** An object from bytes of at most {@link #MAX_BYTES}. */
    ObjectNode parseObject(byte[] bytes) throws BadJson {
        if (parse(bytes) instanceof ObjectNode object) {
            return object;
        }
        throw new BadJson("", "not-an-object");
    }

    /** A tree from bytes that this hall wrote itself, of any length. */
    JsonNode parseOwn(byte[] bytes) throws BadJson {
        return parse(unbounded, bytes);
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] bytes) throws BadJson {
        JsonNode tree;
        try {
            tree = mapper.readTree(bytes);
        } catch (IOException e) {
            throw new BadJson("", "not-json");
        }
        if (tree == null || tree.isMissingNode()) {
            throw new BadJson("", "not-json");
        }
        requireUnicode(tree, "");
        return tree;
    }

    /** Half a surrogate pair can be escaped in JSON, but never be written again. */
    private static void requireUnicode(JsonNode node, String path) throws BadJson {
        if (node.isTextual()) {
            requireUnicode(node.textValue(), path);
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                requireUnicode(field.getKey(), path);
                requireUnicode(field.getValue(), field.getKey());
            }
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                requireUnicode(element, path);
            }
        }
    }

    private static void requireUnicode(String text, String path) throws BadJson {
        boolean half =
                text.codePoints()
                        .anyMatch(
                                c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (half) {
            throw new BadJson(path, "not-unicode");
        }
    }

    /** A record from a tree. */
    <T> T value(JsonNode tree, Class<T> type) throws BadJson {
        try {
            T value = mapper.treeToValue(tree, type);
            if (value == null) {
                throw new BadJson("", "null");
            }
            return value;
        } catch (JsonMappingException e) {
            String path =
                    e.getPath().stream()
                            .map(r -> r.getFieldName() == null ? "[]" : r.getFieldName())
                            .collect(Collectors.joining("."));
            throw new BadJson(path, "missing-or-wrong");
        } catch (JsonProcessingException e) {
            throw new BadJson("", "missing-or-wrong");
        }
    }

    private interface Writing<T> {
        String text(T value);
    }

    private interface Reading<T> {
        T value(String text);
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Writing<T> writing;

        TextSerializer(Class<T> type, Writing<T> writing) {
            super(type);
            this.writing = writing;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(writing.text(value));
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Reading<T> reading;

        TextDeserializer(Class<?> type, Reading<T> reading) {
            super(type);
            this.reading = reading;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            if (text == null
                    || !in.currentToken().isScalarValue()
                    || in.currentToken().isNumeric()) {
                throw JsonMappingException.from(in, "not text");
            }
            try {
                return reading.value(text);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw JsonMappingException.from(in, "not of this form", e);
            }
        }
    }

    private static final class Enums extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> findEnumDeserializer(
                Class<?> type, DeserializationConfig config, BeanDescription description) {
            return new TextDeserializer<Object>(
                    type,
                    text -> {
                        for (Object constant : type.getEnumConstants()) {
                            if (word((Enum<?>) constant).equals(text)) {
                                return constant;
                            }
                        }
                        throw new IllegalArgumentException("no such word");
                    });
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return type.isEnum() || super.hasDeserializerFor(config, type);
        }
    }
}
