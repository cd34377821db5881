package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Priority;

/**
 * Events as the journal stores, hashes and sends them (EVENTS.md 1).
 *
 * <p>Readable for ever: each type has a version {@code v}, and one upcaster for each older version
 * that turns its {@code data} into that of the next. A type's upcasters are only ever added to.
 */
public final class EventCodec {

    /** The largest event in bytes; a larger one is refused before commit (EVENTS.md 6). */
    public static final int MAX_BYTES = 200 * 1024;

    private static final int MAX_TEXT = 256;

    private static final Map<String, Class<?>> TYPES =
            Arrays.stream(Event.class.getPermittedSubclasses())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Class::getSimpleName, Function.identity()));

    private final Json json;
    private final Map<String, List<UnaryOperator<ObjectNode>>> upcasters;

    /** What earlier releases wrote otherwise. */
    private static final Map<String, List<UnaryOperator<ObjectNode>>> UPCASTERS =
            Map.of(
                    "HallConfigured", List.of(EventCodec::withParkMinutes),
                    "TicketAdopted", List.of(EventCodec::withPriority));

    /** The codec of a hall. */
    public EventCodec(Json json) {
        this(json, UPCASTERS);
    }

    /** Version 1 knew no parking, so nothing depended on the default that it gets. */
    private static ObjectNode withParkMinutes(ObjectNode data) {
        if (data.get("config") instanceof ObjectNode config) {
            HallConfigCodec.rules(config);
        }
        return data;
    }

    /** Version 1: what was issued offline had none. */
    private static ObjectNode withPriority(ObjectNode data) {
        return data.put("priority", Priority.NONE.word());
    }

    /**
     * @param upcasters by type; the first turns version 1 into 2, and so on
     */
    EventCodec(Json json, Map<String, List<UnaryOperator<ObjectNode>>> upcasters) {
        this.json = requireNonNull(json);
        this.upcasters = Map.copyOf(upcasters);
    }

    /** The name of an event's type. */
    public static String type(Event event) {
        return event.getClass().getSimpleName();
    }

    /** The bytes to be stored. They may be more than {@link #MAX_BYTES}: the caller looks. */
    public byte[] encode(EventRecord entry) {
        ObjectNode data = (ObjectNode) json.tree(entry.event());
        if (entry.offline() != null) {
            data.set("offline", json.tree(entry.offline()));
        }
        String type = type(entry.event());
        ObjectNode envelope = json.object();
        envelope.put("id", entry.id().toString());
        envelope.put("hall", entry.hall());
        envelope.put("epoch", entry.epoch());
        envelope.put("seq", entry.seq());
        envelope.put("type", type);
        envelope.put("v", version(type));
        envelope.set("at", json.tree(entry.at()));
        envelope.put("requestId", entry.requestId() == null ? null : entry.requestId().toString());
        envelope.set("actor", json.tree(entry.actor()));
        envelope.set("data", data);
        return json.bytes(envelope);
    }

    /** Reads stored or received bytes, of this release or any earlier one. */
    public Decoded<EventRecord> decode(byte[] bytes) {
        try {
            return new Decoded.Good<>(read(json.parseObject(bytes)));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    private EventRecord read(ObjectNode envelope) throws BadJson {
        Fields fields = new Fields(envelope);
        String type = fields.text("type", MAX_TEXT);
        Class<?> known = TYPES.get(type);
        if (known == null) {
            throw new BadJson("type", "unknown");
        }
        int newest = version(type);
        long v = fields.integer("v", 1, Integer.MAX_VALUE);
        if (v > newest) {
            throw new BadJson("v", "newer than this program");
        }
        ObjectNode data = fields.object("data");
        for (UnaryOperator<ObjectNode> upcaster :
                upcasters.getOrDefault(type, List.of()).subList((int) v - 1, newest - 1)) {
            data = upcaster.apply(data);
        }
        HandIn offline =
                new Fields(data).optional("offline") == null
                        ? null
                        : json.value(data.get("offline"), HandIn.class);
        return new EventRecord(
                fields.id("id"),
                fields.text("hall", MAX_TEXT),
                fields.integer("epoch", 1, Long.MAX_VALUE),
                fields.integer("seq", 1, Long.MAX_VALUE),
                fields.instant("at"),
                fields.optionalId("requestId"),
                json.value(fields.object("actor"), Actor.class),
                offline,
                (Event) json.value(data, known));
    }

    private int version(String type) {
        return 1 + upcasters.getOrDefault(type, List.of()).size();
    }
}
