package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Staff;

/**
 * The hall's configuration as a person writes it: {@code config} of {@code config.get} and {@code
 * config.put}, and {@code hall.initial}. Staff stands in it; what has a default may be left out.
 */
public final class HallConfigCodec {

    /** The largest configuration in bytes (OUTSIDE.md, {@code config.get}). */
    public static final int MAX_BYTES = 200 * 1024;

    private static final List<String> REQUIRED = List.of("name", "areas", "categories", "windows");

    private final Json json;

    /** The codec of a hall. */
    public HallConfigCodec(Json json) {
        this.json = requireNonNull(json);
    }

    /** What such a document says. */
    public record Document(HallConfig config, List<Staff> staff) {
        public Document {
            requireNonNull(config);
            staff = List.copyOf(staff);
        }
    }

    /**
     * The content that {@code config.get} gives and whose SHA-256 the topic {@code config} tells.
     */
    public byte[] encode(Document document) {
        return json.bytes(tree(document));
    }

    /** Reads it, defaults filled in. */
    public Decoded<Document> decode(byte[] bytes) {
        try {
            if (bytes.length > MAX_BYTES) {
                throw new BadJson("", "too-large");
            }
            return new Decoded.Good<>(read(json.parseObject(bytes)));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    /** The same from a tree, for a document that stands in another one. */
    public Decoded<Document> decode(JsonNode tree) {
        try {
            if (tree instanceof ObjectNode object) {
                // Writes it again, so that limits and form are those of a document of its own.
                return decode(json.bytes(object));
            }
            throw new BadJson("", "not-an-object");
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    ObjectNode tree(Document document) {
        ObjectNode tree = json.object();
        tree.setAll((ObjectNode) json.tree(document.config()));
        tree.set("staff", json.tree(document.staff()));
        return tree;
    }

    Document read(ObjectNode written) throws BadJson {
        ObjectNode tree = written.deepCopy();
        for (String name : REQUIRED) {
            if (tree.path(name).isMissingNode() || tree.path(name).isNull()) {
                throw new BadJson(name, "missing");
            }
        }
        orElse(tree, "version", json.tree(0));
        orElse(tree, "ranges", json.tree(HallConfig.Ranges.defaults()));
        orElse(tree, "rules", json.object());
        rules(tree);
        orElse(tree, "hours", json.tree(List.of()));
        orElse(tree, "texts", json.object());
        each(tree, "areas", "specialist", json.tree(false));
        each(tree, "windows", "evaluator", json.tree(false));
        JsonNode staff = tree.get("staff");
        Staff[] everybody =
                staff == null || staff.isNull() ? new Staff[0] : json.value(staff, Staff[].class);
        try {
            return new Document(json.value(tree, HallConfig.class), List.of(everybody));
        } catch (NullPointerException e) {
            throw new BadJson("staff", "missing-or-wrong");
        }
    }

    /** Gives every rule that a configuration does not state its default. */
    static void rules(ObjectNode config) {
        if (config.get("rules") instanceof ObjectNode rules) {
            HallConfig.Rules defaults = HallConfig.Rules.defaults();
            orElse(rules, "evaluationSeconds", IntNode.valueOf(defaults.evaluationSeconds()));
            orElse(rules, "priorityRun", IntNode.valueOf(defaults.priorityRun()));
            orElse(
                    rules,
                    "typicalServiceSeconds",
                    IntNode.valueOf(defaults.typicalServiceSeconds()));
            orElse(rules, "parkMinutes", IntNode.valueOf(defaults.parkMinutes()));
        }
    }

    private static void each(ObjectNode tree, String list, String name, JsonNode value) {
        if (tree.get(list) instanceof ArrayNode array) {
            for (JsonNode element : array) {
                if (element instanceof ObjectNode object) {
                    orElse(object, name, value);
                }
            }
        }
    }

    private static void orElse(ObjectNode tree, String name, JsonNode value) {
        if (tree.path(name).isMissingNode() || tree.path(name).isNull()) {
            tree.set(name, value);
        }
    }
}
