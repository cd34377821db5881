package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.core.port.DeviceLog.Lease;

/** A dispenser's leases as it keeps them. Immutable; from any thread. */
public final class LeaseCodec {

    private static final int MAX_TEXT = 256;
    private static final int MAX_NUMBER = 999;

    private final Json json;

    /** The codec of a hall. */
    public LeaseCodec(Json json) {
        this.json = json;
    }

    /** The leases as bytes. */
    public byte[] encode(List<Lease> leases) {
        ObjectNode body = json.object();
        ArrayNode array = body.putArray("leases");
        for (Lease lease : leases) {
            ObjectNode one = array.addObject();
            one.put("block", lease.block().toString());
            one.put("category", lease.category());
            one.put("day", lease.day());
            one.put("epoch", lease.epoch());
            one.put("next", lease.next());
            one.put("to", lease.to());
            one.put("macKey", lease.macKey());
        }
        return json.bytes(body);
    }

    /** Reads them; a lease that cannot be read is lost, which costs numbers and nothing else. */
    public List<Lease> decode(byte[] bytes) {
        List<Lease> leases = new ArrayList<>();
        try {
            for (JsonNode node : json.parseObject(bytes).path("leases")) {
                if (node instanceof ObjectNode one) {
                    leases.add(lease(new Fields(one)));
                }
            }
        } catch (BadJson bad) {
            return List.copyOf(leases);
        }
        return List.copyOf(leases);
    }

    private static Lease lease(Fields one) throws BadJson {
        return new Lease(
                one.id("block"),
                one.text("category", MAX_TEXT),
                one.text("day", MAX_TEXT),
                one.integer("epoch", 1, Long.MAX_VALUE),
                (int) one.integer("next", 1, MAX_NUMBER + 1),
                (int) one.integer("to", 1, MAX_NUMBER),
                one.optionalText("macKey", MAX_TEXT));
    }
}
