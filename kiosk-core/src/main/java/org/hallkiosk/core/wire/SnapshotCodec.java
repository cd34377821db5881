package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.hallkiosk.core.domain.HallSnapshot;

/**
 * The hall's state as the journal keeps it beside the events: {@code {"v":1,"state":{…}}}. A
 * snapshot of another version is not read; the state is then rebuilt from the events, so before the
 * version is raised the reader of the old one must stay as long as a segment can begin with it.
 */
public final class SnapshotCodec {

    /** The version that is written. */
    public static final int VERSION = 1;

    /** Came later: a state without them is one from before, in which there were none. */
    private static final String BOOKINGS = "bookings";

    private final Json json;

    /** The codec of a hall. */
    public SnapshotCodec(Json json) {
        this.json = requireNonNull(json);
    }

    /** The bytes; the same state always gives the same. */
    public byte[] encode(HallSnapshot snapshot) {
        ObjectNode body = json.object();
        body.put("v", VERSION);
        body.set("state", json.tree(snapshot));
        return json.bytes(body);
    }

    /** Reads what {@link #encode} wrote. */
    public Decoded<HallSnapshot> decode(byte[] bytes) {
        try {
            JsonNode body = json.parseOwn(bytes);
            if (body.path("v").asInt() != VERSION) {
                throw new BadJson("v", "another version");
            }
            if (body.path("state") instanceof ObjectNode state && !state.has(BOOKINGS)) {
                state.putArray(BOOKINGS);
            }
            if (body.at("/state/config") instanceof ObjectNode config) {
                HallConfigCodec.rules(config);
            }
            return new Decoded.Good<>(json.value(body.path("state"), HallSnapshot.class));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }
}
