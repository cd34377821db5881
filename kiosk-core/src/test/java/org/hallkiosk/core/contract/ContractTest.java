package org.hallkiosk.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas are sound, and they say what the code says. */
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractSchemas CONTRACT = new ContractSchemas();

    /** OUTSIDE.md, the table of verbs, without those marked as later. */
    private static final Set<String> VERBS =
            Set.of(
                    "ticket.take",
                    "booking.check-in",
                    "ticket.proof",
                    "ticket.unproved",
                    "ticket.get",
                    "block.lease",
                    "ticket.adopt",
                    "window.open",
                    "window.pause",
                    "window.close",
                    "ticket.call-next",
                    "ticket.call",
                    "ticket.recall",
                    "ticket.start",
                    "ticket.finish",
                    "ticket.miss",
                    "ticket.park",
                    "ticket.resume",
                    "ticket.return",
                    "ticket.transfer",
                    "ticket.withdraw",
                    "evaluation.submit",
                    "config.get",
                    "config.put",
                    "day.open");

    static List<String> names() {
        return CONTRACT.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAJsonSchema(String name) {
        Schema meta =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        JsonNode schema = json(name);
        assertThat(meta.validate(schema)).isEmpty();
        assertThat(schema.path("$id").asText())
                .isEqualTo("https://hallkiosk.org/contract/1/" + name + ".json");
    }

    @ParameterizedTest
    @MethodSource("names")
    void refersOnlyToWhatThereIs(String name) {
        for (JsonNode ref : json(name).findValues("$ref")) {
            String[] parts = ref.asText().split("#", 2);
            String target =
                    parts[0].isEmpty()
                            ? name
                            : URI.create("/" + name)
                                    .resolve(parts[0])
                                    .getPath()
                                    .substring(1)
                                    .replaceFirst("\\.json$", "");
            JsonNode found = json(target);
            if (parts.length == 2) {
                found = found.at(parts[1]);
            }
            assertThat(found.isMissingNode()).as(ref.asText()).isFalse();
        }
    }

    @Test
    void everyVerbHasRequestAndAnswer() {
        assertThat(namesBelow("request/")).isEqualTo(new TreeSet<>(VERBS));
        assertThat(namesBelow("answer/")).containsAll(VERBS);
        assertThat(Samples.leaves(Command.Request.class).map(ContractTest::verb))
                .hasSameElementsAs(VERBS);
    }

    @Test
    void everyEventHasItsSchema() {
        assertThat(Samples.leaves(Event.class).map(Class::getSimpleName))
                .hasSameElementsAs(namesBelow("event/"));
    }

    @Test
    void anEventsDataHasTheFieldsOfItsRecord() {
        Samples.leaves(Event.class)
                .forEach(
                        type -> {
                            JsonNode properties =
                                    json("event/" + type.getSimpleName()).path("properties");
                            Set<String> fields = new TreeSet<>();
                            properties.fieldNames().forEachRemaining(fields::add);
                            fields.remove("offline");
                            assertThat(fields)
                                    .as(type.getSimpleName())
                                    .isEqualTo(
                                            Arrays.stream(type.getRecordComponents())
                                                    .map(RecordComponent::getName)
                                                    .map(n -> n.equals("last") ? "final" : n)
                                                    .collect(
                                                            Collectors.toCollection(TreeSet::new)));
                        });
    }

    @Test
    void wordsAreThoseOfTheDomain() {
        assertThat(enumOf("refusalCode")).isEqualTo(words(RefusalCode.values()));
        assertThat(enumOf("priority")).isEqualTo(words(Priority.values()));
        assertThat(enumOf("proofLevel")).isEqualTo(words(ProofLevel.values()));
        assertThat(enumOf("ticketStatus")).isEqualTo(words(TicketStatus.values()));
        assertThat(enumOf("windowStatus")).isEqualTo(words(WindowStatus.values()));
        assertThat(texts(json("common").at("/$defs/actor/properties/kind/enum")))
                .isEqualTo(words(Actor.Kind.values()));
        assertThat(texts(json("event/TicketWithdrawn").at("/properties/reason/enum")))
                .isEqualTo(words(Event.Withdrawal.values()));
        assertThat(texts(json("request/ticket.call-next").at("/properties/close/enum")))
                .isEqualTo(words(Command.Close.values()));
    }

    @Test
    void theTableOfErrorCodesNamesEachOnceAndNoOther() throws IOException {
        String table = Files.readString(ContractSchemas.root().resolve("docs/contract/errors.md"));
        assertThat(
                        Pattern.compile("(?m)^\\| `([a-z-]+)` \\| .+ \\|")
                                .matcher(table)
                                .results()
                                .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(words(RefusalCode.values()));
    }

    @Test
    void whatIsSentMayHoldNothingUndocumented() {
        String id = "\"01890a5d-ac96-774b-bcce-b302099a8057\"";
        assertThat(CONTRACT.problems("request/ticket.unproved", "{\"id\":" + id + "}")).isEmpty();
        assertThat(CONTRACT.problems("request/ticket.unproved", "{\"id\":" + id + ",\"x\":1}"))
                .isNotEmpty();
        assertThat(CONTRACT.problems("request/ticket.unproved", "{\"id\":\"no uuid\"}"))
                .isNotEmpty();
        assertThat(CONTRACT.problems("request/ticket.unproved", "{}")).isNotEmpty();
    }

    /** {@code TicketCallNext} is {@code ticket.call-next}. */
    private static String verb(Class<?> request) {
        List<String> humps =
                Pattern.compile("[A-Z][a-z]*")
                        .matcher(request.getSimpleName())
                        .results()
                        .map(MatchResult::group)
                        .map(hump -> hump.toLowerCase(Locale.ROOT))
                        .toList();
        return humps.getFirst() + "." + String.join("-", humps.subList(1, humps.size()));
    }

    private static Set<String> namesBelow(String folder) {
        return CONTRACT.names().stream()
                .filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> enumOf(String definition) {
        return texts(json("common").at("/$defs/" + definition + "/enum"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<String> words(Word[] words) {
        return Arrays.stream(words).map(Word::word).toList();
    }

    private static JsonNode json(String name) {
        try {
            return JSON.readTree(CONTRACT.source(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
