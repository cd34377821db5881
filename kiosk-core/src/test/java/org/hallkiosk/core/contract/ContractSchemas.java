package org.hallkiosk.core.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JSON Schemas of docs/contract/schemas. A schema's name is its path without {@code .json}, for
 * example {@code request/ticket.take}, {@code answer/refused}, {@code event/TicketTaken}, {@code
 * state/window}, {@code command/evaluator.open}, {@code config/hall}.
 *
 * <p>The contract lets readers ignore fields that they do not know. Here a field that is not in the
 * contract is an error: what we send ourselves is what is documented. Immutable; from any thread.
 */
public final class ContractSchemas {

    private static final String BASE = "https://hallkiosk.org/contract/1/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final SchemaRegistry registry;

    /** Reads the schemas of the source tree that the test runs in. */
    public ContractSchemas() {
        this.directory = root().resolve("docs/contract/schemas");
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemas(this::strict)
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build()));
    }

    /** The root of the source tree, as the build names it. */
    public static Path root() {
        return Path.of(System.getProperty("hallkiosk.root", ".."));
    }

    /** The names of all schemas, sorted. */
    public List<String> names() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .map(f -> directory.relativize(f).toString().replace(".json", ""))
                    .filter(name -> !name.equals("common"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless these bytes are JSON that the schema of this name accepts. */
    public void assertValid(String name, byte[] json) {
        assertValid(name, new String(json, UTF_8));
    }

    /** Fails unless this is JSON that the schema of this name accepts. */
    public void assertValid(String name, String json) {
        List<String> problems = problems(name, json);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "Not a "
                            + name
                            + " of the contract:\n  "
                            + json
                            + "\n  "
                            + String.join("\n  ", problems));
        }
    }

    /** Fails unless these are the bytes of an event, with the data that its type demands. */
    public void assertValidEvent(byte[] json) {
        assertValid("event", json);
        try {
            JsonNode event = JSON.readTree(json);
            assertValid("event/" + event.get("type").asText(), event.get("data").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless these bytes answer a request of this verb: with a result, or refusing it. */
    public void assertValidAnswer(String verb, byte[] json) {
        try {
            JsonNode answer = JSON.readTree(json);
            if (!answer.path("ok").asBoolean()) {
                assertValid("answer/refused", json);
            } else if (answer.has("effect")) {
                assertValid("answer/no-effect", json);
            } else {
                assertValid("answer/" + verb, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the schema of this name has to say against this text; empty when it accepts it. */
    public List<String> problems(String name, String json) {
        if (!Files.exists(file(name))) {
            return List.of("the contract has no schema of this name");
        }
        Schema schema = registry.getSchema(SchemaLocation.of(BASE + name + ".json"));
        return schema.validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** The text of a schema, as it stands in the file. */
    String source(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".json");
    }

    // Anything else that a schema refers to is not ours, and the validator has it.
    @SuppressWarnings("NullAway") // the validator's own convention for "not here"
    private String strict(String id) {
        if (!id.startsWith(BASE)) {
            return null;
        }
        try {
            JsonNode schema =
                    JSON.readTree(source(id.substring(BASE.length()).replaceFirst("\\.json$", "")));
            refuseUnknownFields(schema);
            return schema.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseUnknownFields(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("type").toString().contains("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ContractSchemas::refuseUnknownFields);
    }
}
