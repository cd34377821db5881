package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hallkiosk.core.port.CaptionView;
import org.hallkiosk.core.port.SpokenLine;

/**
 * Lines for speaker zones ({@code zone/{zone}/say}), and what is shown of them. Immutable; from any
 * thread.
 */
public final class SayCodec {

    private static final int MAX_CODE = 64;
    private static final int MAX_TEXT = 500;
    private static final int MAX_LANGUAGES = 4;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final List<String> CHINESE = List.of("zh");

    private final Json json;

    /** The codec of a hall. */
    public SayCodec(Json json) {
        this.json = json;
    }

    /** A line. */
    public byte[] encode(SpokenLine line) {
        ObjectNode body = json.object();
        body.put("id", line.id().toString());
        body.put("count", line.count());
        body.put("code", line.code());
        ObjectNode args = body.putObject("args");
        new TreeMap<>(line.args()).forEach(args::put);
        body.put("text", line.text());
        ArrayNode languages = body.putArray("languages");
        line.languages().forEach(languages::add);
        body.put("times", line.times());
        body.put("elderly", line.elderly());
        return json.bytes(body);
    }

    /** Reads a line; what is absent is once, ordinary, in Chinese. */
    public Decoded<SpokenLine> decode(byte[] bytes) {
        try {
            ObjectNode tree = json.parseObject(bytes);
            Fields body = new Fields(tree);
            Map<String, String> args = new HashMap<>();
            for (Map.Entry<String, JsonNode> arg : body.object("args").properties()) {
                if (!arg.getValue().isTextual() || arg.getValue().textValue().length() > MAX_TEXT) {
                    throw new BadJson("args", "not-text");
                }
                args.put(arg.getKey(), arg.getValue().textValue());
            }
            Long count = body.optionalInteger("count", 1, Integer.MAX_VALUE);
            Long times = body.optionalInteger("times", 1, SpokenLine.MOST_TIMES);
            List<String> languages = body.texts("languages", MAX_LANGUAGES, LANGUAGE);
            String text = body.optionalText("text", MAX_TEXT);
            return new Decoded.Good<>(
                    new SpokenLine(
                            body.id("id"),
                            count == null ? 1 : count.intValue(),
                            body.text("code", MAX_CODE),
                            args,
                            text == null ? "" : text,
                            languages.isEmpty() ? CHINESE : languages,
                            times == null ? 1 : times.intValue(),
                            body.flag("elderly", false)));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    /** What is said in zones, for a page. */
    public byte[] encode(List<CaptionView> views) {
        ObjectNode body = json.object();
        body.set("zones", json.tree(views));
        return json.bytes(body);
    }
}
