package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.Doubt;
import org.hallkiosk.core.domain.HallSnapshot;

/**
 * The hall's state as the journal keeps it beside the events: {@code {"v":2,"state":{…}}}. An older
 * one is turned into the present form step by step. One of a later version, or one that cannot be
 * read, is refused: the state is then rebuilt from an earlier snapshot or from the events.
 */
public final class SnapshotCodec {

    /** The version that is written. */
    public static final int VERSION = 2;

    /** The first turns version 1 into 2, and so on; only ever added to. */
    private static final List<Consumer<ObjectNode>> UPCASTERS =
            List.of(SnapshotCodec::doubtInsteadOfLeasesStopped);

    /** Came later: a state without them is one from before, in which there were none. */
    private static final String BOOKINGS = "bookings";

    private final Json json;

    /** The codec of a hall. */
    public SnapshotCodec(Json json) {
        this.json = requireNonNull(json);
    }

    private static void doubtInsteadOfLeasesStopped(ObjectNode state) {
        boolean stopped = state.path("leasesStopped").asBoolean();
        state.remove("leasesStopped");
        state.put("doubt", (stopped ? Doubt.HALL : Doubt.NONE).word());
        state.putNull("lossDay");
        state.putArray("earlierAdoptions");
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
            int version = body.path("v").asInt();
            if (version < 1 || version > VERSION) {
                throw new BadJson("v", "another version");
            }
            if (!(body.get("state") instanceof ObjectNode state)) {
                throw new BadJson("state", "missing");
            }
            UPCASTERS.subList(version - 1, VERSION - 1).forEach(step -> step.accept(state));
            if (!state.has(BOOKINGS)) {
                state.putArray(BOOKINGS);
            }
            if (body.at("/state/config") instanceof ObjectNode config) {
                HallConfigCodec.rules(config);
            }
            return new Decoded.Good<>(json.value(state, HallSnapshot.class));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }
}
