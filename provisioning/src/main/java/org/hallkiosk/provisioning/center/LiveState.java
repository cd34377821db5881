package org.hallkiosk.provisioning.center;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hallkiosk.core.bus.Topic;

/** What a hall's retained topics say, the newest of each; on the collector's strand. */
final class LiveState {

    /** No hall has more; a hostile one gets no more memory than this. */
    private static final int MOST_DEVICES = 1000;

    private static final JsonMapper JSON = new JsonMapper();

    private final SortedMap<Integer, HallView.WindowLine> windows = new TreeMap<>();
    private final SortedMap<String, HallView.DeviceLine> devices = new TreeMap<>();
    private HallLink link = HallLink.unknown();

    HallLink link() {
        return link;
    }

    List<HallView.WindowLine> windows() {
        return List.copyOf(windows.values());
    }

    List<HallView.DeviceLine> devices() {
        return List.copyOf(devices.values());
    }

    /** Takes a message in; false when it is not what its topic promises. */
    boolean take(Topic topic, byte[] payload) {
        if (payload.length == 0) {
            return forget(topic);
        }
        JsonNode json;
        try {
            json = JSON.readTree(payload);
        } catch (IOException e) {
            return false;
        }
        return switch (topic) {
            case Topic.Link t -> link(json);
            case Topic.WindowState t -> window(t.window(), json);
            case Topic.DeviceStatus t -> device(t.device(), json);
            case Topic.QueueState t -> json.path("categories").isArray();
            default -> false;
        };
    }

    private boolean forget(Topic topic) {
        switch (topic) {
            case Topic.Link t -> link = HallLink.unknown();
            case Topic.WindowState t -> windows.remove(t.window());
            case Topic.DeviceStatus t -> devices.remove(t.device());
            default -> {
                // Nothing is kept of the others.
            }
        }
        return true;
    }

    private boolean link(JsonNode json) {
        Optional<HallLink.State> state =
                switch (json.path("state").asText("")) {
                    case "online" -> Optional.of(HallLink.State.ONLINE);
                    case "offline" -> Optional.of(HallLink.State.OFFLINE);
                    default -> Optional.empty();
                };
        JsonNode connection = json.path("connection");
        Optional<Instant> at = instant(json.path("at").asText(""));
        if (state.isEmpty() || !connection.canConvertToLong() || at.isEmpty()) {
            return false;
        }
        if (connection.longValue() >= link.connection()) {
            link = new HallLink(state.get(), connection.longValue(), at);
        }
        return true;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean window(int no, JsonNode json) {
        String status = json.path("status").asText("");
        if (status.isEmpty()) {
            return false;
        }
        windows.put(
                no,
                new HallView.WindowLine(
                        no,
                        json.path("label").asText(Integer.toString(no)),
                        status,
                        Optional.ofNullable(json.path("ticket").textValue())));
        return true;
    }

    private boolean device(String name, JsonNode json) {
        String state = json.path("state").asText("");
        if (state.isEmpty() || (devices.size() >= MOST_DEVICES && !devices.containsKey(name))) {
            return false;
        }
        List<String> faults = new ArrayList<>();
        for (JsonNode fault : json.path("faults")) {
            faults.add(fault.path("text").asText(fault.path("code").asText("")));
        }
        devices.put(name, new HallView.DeviceLine(name, state, faults));
        return true;
    }
}
