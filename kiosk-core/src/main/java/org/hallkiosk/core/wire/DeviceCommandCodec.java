package org.hallkiosk.core.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.text.Texts;

/**
 * What the hall asks of a device and what it answers, as JSON (OUTSIDE.md, {@code command/{verb}}
 * and {@code reply/{id}}). Immutable; from any thread.
 */
public final class DeviceCommandCodec {

    private final Json json;
    private final Texts texts;

    /**
     * @param language of the courtesy text in errors
     */
    public DeviceCommandCodec(Json json, Locale language) {
        this.json = json;
        this.texts = Texts.core(language);
    }

    /** A command with its id, as it was read; or why it cannot be. */
    public sealed interface Read {
        /** A command that can be carried out. */
        record Good(UUID id, DeviceCommand command) implements Read {}

        /** One that cannot, and the answer to give. */
        record Bad(DeviceReply.Failed reply) implements Read {}
    }

    /** The body of a command. */
    public byte[] encode(UUID id, DeviceCommand command) {
        ObjectNode body = json.object();
        body.put("id", id.toString());
        switch (command) {
            case DeviceCommand.EvaluatorOpen c ->
                    body.put("window", c.window())
                            .put("ticketId", c.ticketId().toString())
                            .put("token", c.token())
                            .put("expiresInSeconds", c.expiresIn().toSeconds());
            case DeviceCommand.DispenserTake c ->
                    body.put("category", c.category()).put("priority", c.priority().word());
            case DeviceCommand.EmulatorFault c ->
                    body.put("unit", c.unit()).put("fault", c.fault());
            case DeviceCommand.EmulatorPress c -> body.put("unit", c.unit()).put("key", c.key());
            case DeviceCommand.EmulatorScan c -> body.put("unit", c.unit()).put("code", c.code());
            case DeviceCommand.TestPrint c -> {}
            case DeviceCommand.TestShow c -> {
                if (c.window() != null) {
                    body.put("window", c.window());
                }
            }
            case DeviceCommand.Identify c -> {}
        }
        return json.bytes(body);
    }

    /** Reads a command; nothing that comes from outside makes it throw. */
    public Read decode(String verb, byte[] bytes) {
        Optional<ObjectNode> parsed = parse(bytes);
        if (parsed.isEmpty()) {
            return bad("body");
        }
        ObjectNode body = parsed.get();
        Optional<UUID> id = uuid(body, "id");
        if (id.isEmpty()) {
            return bad("id");
        }
        return switch (verb) {
            case "evaluator.open" -> evaluatorOpen(id.get(), body);
            case "dispenser.take" -> dispenserTake(id.get(), body);
            case "test.print" -> new Read.Good(id.get(), new DeviceCommand.TestPrint());
            case "test.show" -> testShow(id.get(), body);
            case "identify" -> new Read.Good(id.get(), new DeviceCommand.Identify());
            case "emulator.fault" ->
                    ofUnit(id.get(), body, "fault", DeviceCommand.EmulatorFault::new);
            case "emulator.press" ->
                    ofUnit(id.get(), body, "key", DeviceCommand.EmulatorPress::new);
            case "emulator.scan" -> emulatorScan(id.get(), body);
            default -> new Read.Bad(DeviceReply.Failed.of(DeviceReply.Failure.UNKNOWN_VERB));
        };
    }

    private static Read evaluatorOpen(UUID id, ObjectNode body) {
        JsonNode window = body.path("window");
        Optional<UUID> ticket = uuid(body, "ticketId");
        Optional<String> token = text(body, "token");
        JsonNode seconds = body.path("expiresInSeconds");
        if (!window.isInt() || window.intValue() < 1 || window.intValue() > 999) {
            return bad("window");
        }
        if (ticket.isEmpty()) {
            return bad("ticketId");
        }
        if (token.isEmpty()) {
            return bad("token");
        }
        if (!seconds.canConvertToInt() || seconds.intValue() < 0) {
            return bad("expiresInSeconds");
        }
        return new Read.Good(
                id,
                new DeviceCommand.EvaluatorOpen(
                        window.intValue(),
                        ticket.get(),
                        token.get(),
                        Duration.ofSeconds(seconds.intValue())));
    }

    private static Read dispenserTake(UUID id, ObjectNode body) {
        Optional<String> category = text(body, "category");
        if (category.isEmpty()) {
            return bad("category");
        }
        String wanted = body.path("priority").asText(Priority.NONE.word());
        for (Priority priority : Priority.values()) {
            if (priority.word().equals(wanted)) {
                return new Read.Good(id, new DeviceCommand.DispenserTake(category.get(), priority));
            }
        }
        return bad("priority");
    }

    private static Read testShow(UUID id, ObjectNode body) {
        JsonNode window = body.path("window");
        if (window.isMissingNode() || window.isNull()) {
            return new Read.Good(id, new DeviceCommand.TestShow(null));
        }
        return window.isInt() && window.intValue() >= 1 && window.intValue() <= 999
                ? new Read.Good(id, new DeviceCommand.TestShow(window.intValue()))
                : bad("window");
    }

    private static Read ofUnit(
            UUID id,
            ObjectNode body,
            String field,
            BiFunction<String, String, DeviceCommand> command) {
        Optional<String> unit = text(body, "unit");
        Optional<String> word = text(body, field);
        if (unit.isEmpty()) {
            return bad("unit");
        }
        return word.isEmpty()
                ? bad(field)
                : new Read.Good(id, command.apply(unit.get(), word.get()));
    }

    private static Read emulatorScan(UUID id, ObjectNode body) {
        Optional<String> unit = text(body, "unit");
        Optional<String> code =
                text(body, "code").filter(c -> c.length() <= DeviceCommand.EmulatorScan.MAX_CODE);
        if (unit.isEmpty()) {
            return bad("unit");
        }
        return code.isEmpty()
                ? bad("code")
                : new Read.Good(id, new DeviceCommand.EmulatorScan(unit.get(), code.get()));
    }

    /**
     * A press on an evaluator's key, as the demo takes it by HTTP.
     *
     * @param level 5 非常满意 to 1 非常不满意
     */
    public record KeyPress(Optional<UUID> id, int window, int level) {}

    /** Reads a key press; empty when it is none. */
    public Optional<KeyPress> decodePress(byte[] bytes) {
        return parse(bytes)
                .filter(
                        body ->
                                body.path("window").isInt()
                                        && body.path("level").isInt()
                                        && body.path("level").intValue() >= 1
                                        && body.path("level").intValue() <= 5)
                .map(
                        body ->
                                new KeyPress(
                                        uuid(body, "id"),
                                        body.path("window").intValue(),
                                        body.path("level").intValue()));
    }

    /** The body of a reply. */
    public byte[] encode(DeviceReply reply) {
        ObjectNode body = json.object();
        switch (reply) {
            case DeviceReply.Done done -> {
                body.put("ok", true);
                done.fields().forEach((name, value) -> body.set(name, json.tree(value)));
            }
            case DeviceReply.Refused refused ->
                    error(
                            body,
                            refused.refusal().code().word(),
                            "refusal.",
                            refused.refusal().args());
            case DeviceReply.Failed failed ->
                    error(body, failed.failure().word(), "failure.", failed.args());
        }
        return json.bytes(body);
    }

    private void error(ObjectNode body, String code, String prefix, Map<String, String> args) {
        body.put("ok", false);
        ObjectNode error = body.putObject("error");
        error.put("code", code);
        ObjectNode named = error.putObject("args");
        args.forEach(named::put);
        error.put("text", texts.get(prefix + code, args));
    }

    /** Reads a reply; empty when it is not one. */
    public Optional<DeviceReply> decodeReply(byte[] bytes) {
        Optional<ObjectNode> parsed = parse(bytes);
        if (parsed.isEmpty() || !parsed.get().path("ok").isBoolean()) {
            return Optional.empty();
        }
        ObjectNode body = parsed.get();
        if (body.path("ok").booleanValue()) {
            Map<String, Object> fields = new HashMap<>();
            body.properties()
                    .forEach(
                            field -> {
                                JsonNode value = field.getValue();
                                if (field.getKey().equals("ok") || value.isContainerNode()) {
                                    return;
                                }
                                if (value.isBoolean()) {
                                    fields.put(field.getKey(), value.booleanValue());
                                } else if (value.isIntegralNumber()) {
                                    fields.put(field.getKey(), value.longValue());
                                } else if (value.isTextual()) {
                                    fields.put(field.getKey(), value.textValue());
                                }
                            });
            return Optional.of(new DeviceReply.Done(fields));
        }
        String code = body.path("error").path("code").asText("");
        Map<String, String> args = new HashMap<>();
        body.path("error")
                .path("args")
                .properties()
                .forEach(arg -> args.put(arg.getKey(), arg.getValue().asText()));
        for (RefusalCode refusal : RefusalCode.values()) {
            if (refusal.word().equals(code)
                    && refusal != RefusalCode.BAD_REQUEST
                    && refusal != RefusalCode.UNKNOWN_VERB
                    && refusal != RefusalCode.NOT_YOURS) {
                return Optional.of(new DeviceReply.Refused(new Refusal(refusal, args)));
            }
        }
        for (DeviceReply.Failure failure : DeviceReply.Failure.values()) {
            if (failure.word().equals(code)) {
                return Optional.of(new DeviceReply.Failed(failure, args));
            }
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> parse(byte[] bytes) {
        try {
            return Optional.of(json.parseObject(bytes));
        } catch (BadJson bad) {
            return Optional.empty();
        }
    }

    private static Read bad(String field) {
        return new Read.Bad(
                new DeviceReply.Failed(DeviceReply.Failure.BAD_REQUEST, Map.of("field", field)));
    }

    private static Optional<String> text(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        return value.isTextual() && !value.textValue().isEmpty()
                ? Optional.of(value.textValue())
                : Optional.empty();
    }

    private static Optional<UUID> uuid(ObjectNode body, String field) {
        return text(body, field)
                .flatMap(
                        value -> {
                            try {
                                return Optional.of(UUID.fromString(value));
                            } catch (IllegalArgumentException e) {
                                return Optional.empty();
                            }
                        });
    }
}
