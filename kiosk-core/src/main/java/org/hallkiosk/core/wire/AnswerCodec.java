package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.jspecify.annotations.Nullable;

/** Answers and refusals: {@code {"ok":true,…}} and {@code {"ok":false,"error":{…}}}. */
public final class AnswerCodec {

    private static final int MAX_TEXT = 1000;
    private static final int MAX_WINDOW = 999;
    private static final int MAX_NUMBER = 999;

    private final Json json;
    private final HallConfigCodec configs;

    /** The codec of a hall. */
    public AnswerCodec(Json json) {
        this.json = requireNonNull(json);
        this.configs = new HallConfigCodec(json);
    }

    /** An accepted request's answer; the same answer always gives the same bytes. */
    public byte[] encode(Answer answer) {
        ObjectNode body = json.object();
        body.put("ok", true);
        switch (answer) {
            case Answer.Done _ -> {}
            case Answer.NoEffect a -> {
                body.put("effect", "none");
                body.put("reason", a.reason().word());
            }
            case Answer.TicketGiven a -> {
                body.put("ticket", a.ticket());
                body.put("ticketId", a.ticketId().toString());
                body.put("ahead", a.ahead());
                if (a.estimate() == null) {
                    body.putNull("estimateMinutes");
                } else {
                    body.putArray("estimateMinutes")
                            .add(a.estimate().low())
                            .add(a.estimate().high());
                }
                if (a.mac() != null) {
                    body.put("mac", a.mac());
                }
            }
            case Answer.TicketIs a -> {
                body.put("ticket", a.ticket());
                body.put("ticketId", a.ticketId().toString());
                body.put("status", a.status().word());
            }
            case Answer.Unproved a -> {
                ArrayNode ids = body.putArray("ticketIds");
                a.ticketIds().forEach(id -> ids.add(id.toString()));
            }
            case Answer.TicketFound a -> {
                body.put("ticket", a.ticket());
                body.put("ticketId", a.ticketId().toString());
                body.put("status", a.status().word());
                body.put("proof", a.proof() == null ? null : a.proof().word());
                body.put("final", a.last());
            }
            case Answer.BlockGiven a -> {
                body.put("block", a.block().toString());
                body.put("epoch", a.epoch());
                body.put("day", a.day().toString());
                body.put("from", a.from());
                body.put("to", a.to());
                if (a.macKey() != null) {
                    body.put("macKey", a.macKey());
                }
            }
            case Answer.WindowIs a -> {
                body.put("window", a.window());
                body.put("status", a.status().word());
            }
            case Answer.ConfigIs a ->
                    body.set(
                            "config",
                            configs.tree(new HallConfigCodec.Document(a.config(), a.staff())));
            case Answer.ConfigStored a -> body.put("version", a.version());
            case Answer.DayIs a -> body.put("day", a.day().toString());
        }
        return json.bytes(body);
    }

    /**
     * A refused request's answer.
     *
     * @param text a courtesy in the hall's first language, or null
     */
    public byte[] encode(Refusal refusal, @Nullable String text) {
        ObjectNode body = json.object();
        body.put("ok", false);
        ObjectNode error = body.putObject("error");
        error.put("code", refusal.code().word());
        ObjectNode args = error.putObject("args");
        new TreeMap<>(refusal.args()).forEach(args::put);
        if (text != null) {
            error.put("text", text);
        }
        return json.bytes(body);
    }

    /** Reads the answer to a request with this verb. */
    public Decoded<Reply> decode(String verb, byte[] bytes) {
        try {
            Fields body = new Fields(json.parseObject(bytes));
            return new Decoded.Good<>(
                    body.flag("ok", false)
                            ? new Reply.Answered(answer(verb, body))
                            : error(new Fields(body.object("error"))));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }

    private static Reply error(Fields error) throws BadJson {
        Map<String, String> args = new HashMap<>();
        for (Map.Entry<String, JsonNode> arg : error.object("args").properties()) {
            if (!arg.getValue().isTextual()) {
                throw new BadJson("error.args", "not-text");
            }
            args.put(arg.getKey(), arg.getValue().textValue());
        }
        return new Reply.Refused(
                new Refusal(error.word("code", RefusalCode.class), args),
                error.optionalText("text", MAX_TEXT));
    }

    private Answer answer(String verb, Fields body) throws BadJson {
        if (body.optional("effect") != null) {
            return new Answer.NoEffect(body.word("reason", RefusalCode.class));
        }
        return switch (verb) {
            case "ticket.take", "ticket.adopt", "booking.check-in" -> given(body);
            case "ticket.unproved" -> new Answer.Unproved(body.ids("ticketIds"));
            case "ticket.get" ->
                    new Answer.TicketFound(
                            body.text("ticket", MAX_TEXT),
                            body.id("ticketId"),
                            body.word("status", TicketStatus.class),
                            body.optionalWord("proof", ProofLevel.class),
                            body.flag("final", false));
            case "block.lease" -> block(body);
            case "window.open", "window.pause", "window.close" ->
                    new Answer.WindowIs(
                            (int) body.integer("window", 1, MAX_WINDOW),
                            body.word("status", WindowStatus.class));
            case "config.get" -> {
                var document = configs.read(body.object("config"));
                yield new Answer.ConfigIs(document.config(), document.staff());
            }
            case "config.put" ->
                    new Answer.ConfigStored((int) body.integer("version", 1, Integer.MAX_VALUE));
            case "day.open" -> new Answer.DayIs(body.date("day"));
            default ->
                    new Answer.TicketIs(
                            body.text("ticket", MAX_TEXT),
                            body.id("ticketId"),
                            body.word("status", TicketStatus.class));
        };
    }

    private static Answer given(Fields body) throws BadJson {
        Long ahead = body.optionalInteger("ahead", 0, Integer.MAX_VALUE);
        JsonNode minutes = body.optional("estimateMinutes");
        if (minutes != null && !(minutes.isArray() && minutes.size() == 2)) {
            throw new BadJson("estimateMinutes", "not-a-pair");
        }
        return new Answer.TicketGiven(
                body.text("ticket", MAX_TEXT),
                body.id("ticketId"),
                ahead == null ? null : ahead.intValue(),
                minutes == null
                        ? null
                        : new Answer.Estimate(minutes.get(0).asInt(), minutes.get(1).asInt()),
                body.optionalText("mac", MAX_TEXT));
    }

    private static Answer block(Fields body) throws BadJson {
        return new Answer.BlockGiven(
                body.id("block"),
                body.integer("epoch", 1, Long.MAX_VALUE),
                body.date("day"),
                (int) body.integer("from", 1, MAX_NUMBER),
                (int) body.integer("to", 1, MAX_NUMBER),
                body.optionalText("macKey", MAX_TEXT));
    }
}
