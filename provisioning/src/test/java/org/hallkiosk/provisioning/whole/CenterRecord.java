package org.hallkiosk.provisioning.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.provisioning.center.CollectorStore;
import org.hallkiosk.provisioning.center.EpochProof;
import org.hallkiosk.provisioning.center.EventReader;
import org.hallkiosk.provisioning.center.StoredEvent;

/** What a center that has ended holds of a hall. */
public final class CenterRecord {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 100_000;

    private final List<byte[]> bytes = new ArrayList<>();
    private final List<JsonNode> events = new ArrayList<>();

    private CenterRecord() {}

    /**
     * Reads it; fails unless the center proves that it has every event once, in one chain.
     *
     * @param file the center's own
     */
    public static CenterRecord whole(Path file, String hall) throws IOException {
        CenterRecord record = new CenterRecord();
        EventReader reader = EventReader.of(new EventCodec(new Json(ZoneId.of("Asia/Shanghai"))));
        try (CollectorStore store = CollectorStore.open(file, reader)) {
            assertThat(store.gaps(hall)).isEmpty();
            assertThat(store.verify(hall)).isEmpty();
            assertThat(store.alarms(hall, 10)).isEmpty();
            assertThat(store.malformed(hall)).isZero();
            for (EpochProof epoch : store.epochs(hall)) {
                for (StoredEvent stored : store.read(hall, epoch.epoch(), 1, MANY)) {
                    record.bytes.add(stored.bytes());
                    record.events.add(JSON.readTree(new String(stored.bytes(), UTF_8)));
                }
            }
        }
        return record;
    }

    /** The events as they are stored, in order. */
    List<byte[]> bytes() {
        return bytes;
    }

    /** The events of a type, in order. */
    public List<JsonNode> events(String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
    }

    /** How many events of a type came of each request, by its id. */
    public Map<String, Integer> effects(String type) {
        Map<String, Integer> effects = new LinkedHashMap<>();
        for (JsonNode event : events(type)) {
            effects.merge(event.path("requestId").asText(), 1, Integer::sum);
        }
        return effects;
    }

    /** The numbers that the events of a type gave. */
    public List<String> numbers(String type) {
        return events(type).stream()
                .map(event -> event.path("data").path("ticket").asText())
                .toList();
    }
}
