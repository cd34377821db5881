package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.port.DeviceNotice;

/**
 * The small retained notices: a device's status, the version of the configuration, the link to the
 * center and the center's acknowledgement (OUTSIDE.md). Immutable; from any thread.
 */
public final class NoticeCodec {

    private final Json json;
    private final HallConfigCodec configs;

    /** The codec of a hall. */
    public NoticeCodec(Json json) {
        this.json = json;
        this.configs = new HallConfigCodec(json);
    }

    /** {@code device/{device}/status}. */
    public byte[] encode(DeviceNotice notice) {
        ObjectNode body = json.object();
        body.put("device", notice.device());
        ArrayNode roles = body.putArray("roles");
        notice.roles().forEach(roles::add);
        body.put("state", notice.state().word());
        body.put("connection", notice.connection());
        body.set("since", json.tree(notice.since()));
        body.put("version", notice.version());
        body.put("simulated", notice.simulated());
        ArrayNode faults = body.putArray("faults");
        for (DeviceNotice.FaultNotice fault : notice.faults()) {
            ObjectNode one = faults.addObject();
            one.put("code", fault.code());
            one.put("level", fault.level());
            ObjectNode args = one.putObject("args");
            fault.args().forEach(args::put);
            one.put("text", fault.text());
        }
        return json.bytes(body);
    }

    /** Reads a device's status. */
    public Decoded<DeviceNotice> decodeDevice(byte[] bytes) {
        try {
            ObjectNode body = json.parseObject(bytes);
            Fields fields = new Fields(body);
            List<String> roles = new ArrayList<>();
            for (JsonNode role : body.path("roles")) {
                roles.add(role.asText());
            }
            List<DeviceNotice.FaultNotice> faults = new ArrayList<>();
            for (JsonNode fault : body.path("faults")) {
                Map<String, String> args = new HashMap<>();
                fault.path("args")
                        .properties()
                        .forEach(arg -> args.put(arg.getKey(), arg.getValue().asText()));
                faults.add(
                        new DeviceNotice.FaultNotice(
                                fault.path("code").asText(),
                                fault.path("level").asText(),
                                args,
                                fault.path("text").asText()));
            }
            return new Decoded.Good<>(
                    new DeviceNotice(
                            fields.text("device", 64),
                            roles,
                            fields.word("state", DeviceNotice.State.class),
                            fields.integer("connection", 0, Long.MAX_VALUE),
                            fields.instant("since"),
                            body.path("version").asText(""),
                            body.path("simulated").asBoolean(false),
                            faults));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    /** {@code config}: the version and what its content hashes to. */
    public byte[] encode(HallConfig config, List<Staff> staff) {
        byte[] content = configs.encode(new HallConfigCodec.Document(config, staff));
        ObjectNode body = json.object();
        body.put("version", config.version());
        body.put("sha256", sha256(content));
        return json.bytes(body);
    }

    /** The version in a {@code config} notice. */
    public Decoded<Integer> decodeConfigVersion(byte[] bytes) {
        try {
            Fields fields = new Fields(json.parseObject(bytes));
            return new Decoded.Good<>((int) fields.integer("version", 0, Integer.MAX_VALUE));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    /** {@code link}: whether the hall is connected to the center's broker. */
    public byte[] encodeLink(boolean online, long connection, Instant at) {
        ObjectNode body = json.object();
        body.put("state", online ? "online" : "offline");
        body.put("connection", connection);
        body.set("at", json.tree(at));
        return json.bytes(body);
    }

    /**
     * An acknowledgement of the center.
     *
     * @param epoch from 0
     * @param seq the last event of the epoch that the center holds without a gap
     */
    public record Ack(long epoch, long seq) {}

    /** Reads {@code center/ack}. */
    public Decoded<Ack> decodeAck(byte[] bytes) {
        try {
            Fields fields = new Fields(json.parseObject(bytes));
            return new Decoded.Good<>(
                    new Ack(
                            fields.integer("epoch", 0, Long.MAX_VALUE),
                            fields.integer("seq", 0, Long.MAX_VALUE)));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    /** {@code center/request/events}: what the center holds of an epoch from there on. */
    public byte[] encodeEventsRequest(long epoch, long from) {
        ObjectNode body = json.object();
        body.put("epoch", epoch);
        body.put("from", from);
        return json.bytes(body);
    }

    /**
     * The end of the center's answer to a request for events.
     *
     * @param from the first that was wanted
     * @param count how many came
     * @param held what the center acknowledges to the hall
     */
    public record EventsEnd(long epoch, long from, long count, Ack held) {}

    /** Reads the last message of the center's answer. */
    public Decoded<EventsEnd> decodeEventsEnd(byte[] bytes) {
        try {
            Fields fields = new Fields(json.parseObject(bytes));
            Fields held = new Fields(fields.object("held"));
            return new Decoded.Good<>(
                    new EventsEnd(
                            fields.integer("epoch", 1, Long.MAX_VALUE),
                            fields.integer("from", 1, Long.MAX_VALUE),
                            fields.integer("count", 0, Long.MAX_VALUE),
                            new Ack(
                                    held.integer("epoch", 0, Long.MAX_VALUE),
                                    held.integer("seq", 0, Long.MAX_VALUE))));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
