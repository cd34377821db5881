package org.hallkiosk.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hallkiosk.core.bus.Topics;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** asyncapi.yaml and openapi.yaml name every topic, verb and message, with examples that hold. */
class ApiDocumentsTest {

    private static final ContractSchemas CONTRACT = new ContractSchemas();
    private static final JsonNode ASYNC = read("asyncapi.yaml");
    private static final JsonNode OPEN = read("openapi.yaml");

    /** OUTSIDE.md, the two tables of topics and the demo's. */
    private static final Set<String> TOPICS =
            Set.of(
                    "device/{device}/status",
                    "device/{device}/request/{verb}",
                    "device/{device}/response/{id}",
                    "device/{device}/command/{verb}",
                    "device/{device}/reply/{id}",
                    "device/{device}/telemetry",
                    "window/{no}/state",
                    "queue/state",
                    "config",
                    "zone/{zone}/say",
                    "request/{verb}",
                    "event",
                    "center/ack",
                    "center/request/events",
                    "center/response/{id}",
                    "link");

    private static JsonNode read(String file) {
        try {
            return new YAMLMapper()
                    .readTree(ContractSchemas.root().resolve("docs/contract/" + file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTopicIsAChannelAndTheCodeKnowsIt() {
        List<String> addresses = new ArrayList<>();
        for (JsonNode channel : ASYNC.path("channels")) {
            String address = channel.path("address").asText();
            assertThat(address).startsWith("hk/1/{hall}/");
            addresses.add(address.substring("hk/1/{hall}/".length()));
            String topic =
                    address.replace("{hall}", "qingshan")
                            .replace("{no}", "12")
                            .replaceAll("\\{[a-z]+}", "name-1");
            assertThat(new Topics("qingshan").parse(topic)).as(topic).isPresent();
        }
        assertThat(addresses).containsExactlyInAnyOrderElementsOf(TOPICS);
    }

    @Test
    void verbsAreThoseThatHaveSchemas() {
        Set<String> requests = named("request/");
        // A configuration is changed by a technician over HTTP only.
        Set<String> onTheBus = new TreeSet<>(requests);
        onTheBus.remove("config.put");
        assertThat(verbs("demoRequest")).isEqualTo(onTheBus);
        // Bookings come from a program with a login of its own, not from a device.
        onTheBus.removeAll(Set.of("booking.register", "booking.cancel"));
        assertThat(verbs("deviceRequest")).isEqualTo(onTheBus);
        assertThat(verbs("deviceCommand")).isEqualTo(named("command/"));
        for (String verb : requests) {
            assertThat(OPEN.path("paths").has("/api/v1/" + verb)).as(verb).isTrue();
        }
    }

    @Test
    void whatNeedsALoginSaysSo() {
        List<String> silent = new ArrayList<>();
        OPEN.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method -> {
                                                    JsonNode answers =
                                                            method.getValue().path("responses");
                                                    if (path.getKey().startsWith("/api/v1/")
                                                            && !isOpenToAll(method.getValue())
                                                            && !(answers.has("401")
                                                                    && answers.has("403"))) {
                                                        silent.add(path.getKey());
                                                    }
                                                }));
        assertThat(silent).isEmpty();
    }

    /** The document says {@code security: []}: the demo's captions. */
    private static boolean isOpenToAll(JsonNode method) {
        return method.path("security").isArray() && method.path("security").isEmpty();
    }

    @Test
    void whateverIsReferredToIsThere() {
        for (JsonNode document : List.of(ASYNC, OPEN)) {
            for (JsonNode ref : document.findValues("$ref")) {
                String target = ref.asText();
                if (target.startsWith("#/")) {
                    assertThat(document.at(target.substring(1)).isMissingNode())
                            .as(target)
                            .isFalse();
                } else if (!target.contains("common.json")) {
                    assertThat(CONTRACT.names()).contains(name(target));
                }
            }
        }
    }

    @Test
    void everySchemaOfAMessageIsInOneOfTheDocuments() {
        Set<String> used = new TreeSet<>();
        for (JsonNode document : List.of(ASYNC, OPEN)) {
            document.findValues("$ref").stream()
                    .map(JsonNode::asText)
                    .filter(target -> target.startsWith("schemas/") && !target.contains("#"))
                    .forEach(target -> used.add(name(target)));
        }
        assertThat(CONTRACT.names())
                .filteredOn(n -> !n.startsWith("event/") && !n.startsWith("config/"))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @TestFactory
    List<DynamicTest> examplesHold() {
        Map<String, DynamicTest> tests = new TreeMap<>();
        for (JsonNode message : ASYNC.path("components").path("messages")) {
            String schema = name(message.at("/payload/schema/$ref").asText());
            for (JsonNode example : message.path("examples")) {
                String payload = example.path("payload").toString();
                tests.put(
                        "mqtt " + schema,
                        DynamicTest.dynamicTest(
                                "mqtt " + schema, () -> CONTRACT.assertValid(schema, payload)));
            }
        }
        OPEN.path("paths")
                .properties()
                .forEach(
                        path -> {
                            JsonNode body =
                                    path.getValue()
                                            .at("/post/requestBody/content/application~1json");
                            if (body.isMissingNode()) {
                                answerOfGet(path.getValue(), tests);
                                return;
                            }
                            String schema = name(body.at("/schema/$ref").asText());
                            String example = body.path("example").toString();
                            tests.put(
                                    "http " + schema,
                                    DynamicTest.dynamicTest(
                                            "http " + schema,
                                            () -> CONTRACT.assertValid(schema, example)));
                        });
        assertThat(tests).hasSizeGreaterThan(60);
        return List.copyOf(tests.values());
    }

    private static void answerOfGet(JsonNode path, Map<String, DynamicTest> tests) {
        JsonNode answer = path.at("/get/responses/200/content/application~1json");
        if (answer.has("example")) {
            String schema = name(answer.at("/schema/$ref").asText());
            tests.put(
                    "http " + schema,
                    DynamicTest.dynamicTest(
                            "http " + schema,
                            () -> CONTRACT.assertValid(schema, answer.path("example").toString())));
        }
    }

    private static Set<String> verbs(String channel) {
        Set<String> verbs = new TreeSet<>();
        ASYNC.at("/channels/" + channel + "/parameters/verb/enum")
                .forEach(verb -> verbs.add(verb.asText()));
        return verbs;
    }

    private static Set<String> named(String folder) {
        Set<String> names = new TreeSet<>();
        CONTRACT.names().stream()
                .filter(n -> n.startsWith(folder))
                .forEach(n -> names.add(n.substring(folder.length())));
        return names;
    }

    private static String name(String reference) {
        return reference.replaceFirst("^schemas/", "").replaceFirst("\\.json$", "");
    }
}
