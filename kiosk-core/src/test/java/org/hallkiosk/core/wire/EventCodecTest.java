package org.hallkiosk.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.TestHall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {

    /** The newest release with a sample; its events are what this program writes. */
    private static final String NEWEST = "0.4";

    private static final int MUTATIONS = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;

    private final Json json = new Json(TestHall.ZONE);
    private final EventCodec codec = new EventCodec(json);

    private static List<String> sample(String release) throws IOException {
        String path = "/journal/" + release + "/day.jsonl";
        try (InputStream in = EventCodecTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 'A001 finished, A002 finished, B001 withdrawn, GA001 ended, A700 ended,"
                + " A003 finished, A900 ended'",
        "0.2, 'A001 finished, A002 finished, B001 withdrawn, GA001 ended, B002 ended, A700 ended,"
                + " A003 finished, A004 finished, A900 ended, A005 ended'",
        "0.3, 'A001 finished, A002 finished, B001 withdrawn, GA001 ended, B002 ended, A700 ended,"
                + " A003 finished, A004 finished, A900 ended, A005 ended'",
        "0.4, 'A001 finished, A002 finished, B001 withdrawn, GA001 ended, B002 ended, A700 ended,"
                + " A003 finished, A004 finished, A900 ended, A005 ended'"
    })
    void theSampleOfEveryReleaseReplaysForEver(String release, String tickets) throws IOException {
        HallState state = new HallState();
        List<EventRecord> entries = new ArrayList<>();
        for (String line : sample(release)) {
            EventRecord entry = codec.decode(line.getBytes(UTF_8)).orThrow();
            state.apply(entry);
            entries.add(entry);
        }
        assertThat(state.epoch()).isEqualTo(2);
        assertThat(state.tickets())
                .extracting(ticket -> ticket.number() + " " + ticket.status().word())
                .containsExactly(tickets.split(", "));
        if (release.equals(NEWEST)) {
            assertThat(SampleDay.types(entries)).isEqualTo(SampleDay.allTypes());
        }
    }

    @Test
    void whatIsWrittenTodayIsTheNewestSample() throws IOException {
        List<String> lines = new ArrayList<>();
        for (EventRecord entry : SampleDay.play().journal) {
            lines.add(new String(codec.encode(entry), UTF_8));
        }
        assertThat(lines).isEqualTo(sample(NEWEST));
        assertThat(SampleDay.types(SampleDay.play().journal)).isEqualTo(SampleDay.allTypes());
    }

    @Test
    void theEnvelopeIsThatOfTheContract() throws BadJson {
        EventRecord entry = SampleDay.play().journal.getFirst();
        ObjectNode envelope = json.parseObject(codec.encode(entry));
        List<String> names = new ArrayList<>();
        envelope.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "id",
                        "hall",
                        "epoch",
                        "seq",
                        "type",
                        "v",
                        "at",
                        "requestId",
                        "actor",
                        "data");
        assertThat(envelope.path("at").asText()).isEqualTo("2026-11-20T09:00:00+08:00");
        assertThat(envelope.path("actor").path("kind").asText()).isEqualTo("system");
    }

    @Test
    void everyEventComesBackAsItWas() {
        for (EventRecord entry : SampleDay.play().journal) {
            assertThat(codec.decode(codec.encode(entry)).orThrow()).isEqualTo(entry);
        }
    }

    @Test
    void theZoneChangesTheTextAndNotTheTime() {
        EventCodec elsewhere = new EventCodec(new Json(ZoneId.of("Asia/Urumqi")));
        for (EventRecord entry : SampleDay.play().journal) {
            byte[] there = elsewhere.encode(entry);
            assertThat(there).isNotEqualTo(codec.encode(entry));
            assertThat(codec.decode(there).orThrow()).isEqualTo(entry);
        }
    }

    @Test
    void unknownFieldsAreIgnoredAndMissingOnesRefused() throws BadJson {
        EventRecord entry = ofType("TicketTaken");
        ObjectNode envelope = json.parseObject(codec.encode(entry));
        envelope.put("new", 1);
        ((ObjectNode) envelope.path("data")).put("more", "x");
        assertThat(codec.decode(json.bytes(envelope)).orThrow()).isEqualTo(entry);
        for (String name :
                List.of("id", "hall", "epoch", "seq", "type", "v", "at", "actor", "data")) {
            ObjectNode without = envelope.deepCopy();
            without.remove(name);
            assertThat(codec.decode(json.bytes(without))).as(name).isInstanceOf(Decoded.Bad.class);
        }
        for (String name : List.of("ticketId", "ticket", "category", "device", "priority")) {
            ObjectNode without = envelope.deepCopy();
            ((ObjectNode) without.path("data")).remove(name);
            assertThat(codec.decode(json.bytes(without))).as(name).isInstanceOf(Decoded.Bad.class);
        }
    }

    @Test
    void whatWasAdoptedBeforeHadNoPriority() throws IOException {
        for (String release : List.of("0.1", "0.2", "0.3")) {
            String line =
                    sample(release).stream()
                            .filter(text -> text.contains("\"TicketAdopted\",\"v\":1"))
                            .findFirst()
                            .orElseThrow();
            assertThat(codec.decode(line.getBytes(UTF_8)).orThrow().event())
                    .isInstanceOfSatisfying(
                            Event.TicketAdopted.class,
                            e -> assertThat(e.priority()).isEqualTo(Priority.NONE));
        }
    }

    private static EventRecord ofType(String type) {
        return SampleDay.play().journal.stream()
                .filter(e -> EventCodec.type(e.event()).equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOldVersionIsLiftedStepByStep() throws BadJson {
        EventCodec third =
                new EventCodec(
                        json,
                        Map.of(
                                "WindowClosed",
                                List.of(
                                        // 1 called it desk, 2 window as text.
                                        data -> data.put("no", data.remove("desk").asText()),
                                        data ->
                                                data.put(
                                                        "window",
                                                        Integer.parseInt(
                                                                data.remove("no").asText())))));
        EventRecord entry = ofType("WindowClosed");
        ObjectNode newest = json.parseObject(third.encode(entry));
        assertThat(newest.path("v").asInt()).isEqualTo(3);
        assertThat(third.decode(json.bytes(newest)).orThrow()).isEqualTo(entry);
        ObjectNode first = newest.deepCopy().put("v", 1);
        ObjectNode data = (ObjectNode) first.path("data");
        data.put("desk", data.remove("window").asInt());
        assertThat(third.decode(json.bytes(first)).orThrow()).isEqualTo(entry);
        assertThat(codec.decode(json.bytes(newest)))
                .isEqualTo(new Decoded.Bad<>("v", "newer than this program"));
    }

    @Test
    void damagedBytesAreAValueAndNeverAnException() {
        List<byte[]> good = SampleDay.play().journal.stream().map(codec::encode).toList();
        SplittableRandom random = new SplittableRandom(7);
        int bad = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).clone();
            int hits = random.nextInt(1, 4);
            for (int hit = 0; hit < hits; hit++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (codec.decode(bytes) instanceof Decoded.Bad<EventRecord>) {
                bad++;
            }
        }
        assertThat(bad).isGreaterThan(MUTATIONS / 2);
    }

    @Test
    void orThrowSaysWhere() {
        assertThatThrownBy(() -> codec.decode("{}".getBytes(UTF_8)).orThrow())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type: missing");
    }

    @Test
    void noEventHoldsATokenOrFreeText() {
        for (EventRecord entry : SampleDay.play().journal) {
            String text = new String(codec.encode(entry), UTF_8);
            assertThat(text).doesNotContain("token-1").doesNotContain("token-2");
        }
    }
}
