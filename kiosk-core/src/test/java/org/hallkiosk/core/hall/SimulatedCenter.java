package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;

/**
 * The center as the hall sees it: it keeps what it is sent, acknowledges what it holds without a
 * gap, and gives it back. The real one is provisioning's; a test there lets the two meet.
 */
final class SimulatedCenter {

    private static final Pattern POSITION =
            Pattern.compile("\"epoch\":(\\d+),\"seq\":(\\d+),\"type\"");
    private static final Pattern REQUEST = Pattern.compile("\"epoch\":(\\d+),\"from\":(\\d+)");

    private final Topics topics = new Topics(SimulatedHall.HALL);
    private final Bus bus;
    final NavigableMap<Position, Bus.Message> held = new TreeMap<>();

    /** Up to which number the events of each epoch were removed after their time. */
    private final Map<Long, Long> removed = new HashMap<>();

    /** Events under a number that is held with other bytes. */
    int conflicts;

    /** Whether events that come are heard. */
    boolean hears = true;

    /** Whether requests for events are answered. */
    boolean answers = true;

    SimulatedCenter(Bus bus) {
        this.bus = bus;
        bus.open(
                new Bus.Setup(List.of(topics.event(), topics.centerRequest("events")), null),
                new Bus.Handler() {
                    @Override
                    public void connected(long connection) {}

                    @Override
                    public void disconnected(String why) {}

                    @Override
                    public void received(Bus.Message message) {
                        if (message.topic().equals(topics.event())) {
                            event(message);
                        } else if (answers) {
                            answer(message);
                        }
                    }
                });
    }

    static ConnectionCounter counter() {
        long[] number = new long[1];
        return () -> ++number[0];
    }

    private void event(Bus.Message message) {
        if (!hears) {
            return;
        }
        Matcher found = POSITION.matcher(new String(message.payload(), UTF_8));
        assertThat(found.find()).isTrue();
        Position position =
                new Position(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
        Bus.Message before = held.putIfAbsent(position, message);
        if (before != null && !Arrays.equals(before.payload(), message.payload())) {
            conflicts++;
        }
        Position prefix = prefix();
        bus.retain(topics.centerAck(), position(prefix));
    }

    /** Removes everything up to here, as the center's retention does. */
    void removeUpTo(Position last) {
        NavigableMap<Position, Bus.Message> old = held.headMap(last, true);
        old.keySet().forEach(position -> removed.put(position.epoch(), position.seq()));
        old.clear();
    }

    private static byte[] position(Position position) {
        return "{\"epoch\":%d,\"seq\":%d}"
                .formatted(position.epoch(), position.seq())
                .getBytes(UTF_8);
    }

    /** The end of what is held without a gap of the last epoch. */
    Position prefix() {
        if (held.isEmpty()) {
            return Position.START;
        }
        long epoch = held.lastKey().epoch();
        long seq = removed.getOrDefault(epoch, 0L);
        while (held.containsKey(new Position(epoch, seq + 1))) {
            seq++;
        }
        return new Position(epoch, seq);
    }

    private void answer(Bus.Message request) {
        Matcher asked = REQUEST.matcher(new String(request.payload(), UTF_8));
        assertThat(asked.find()).isTrue();
        long epoch = Long.parseLong(asked.group(1));
        long from = Long.parseLong(asked.group(2));
        String topic = request.responseTopic().orElseThrow();
        long next = from;
        for (Bus.Message event = held.get(new Position(epoch, next));
                event != null;
                event = held.get(new Position(epoch, ++next))) {
            bus.publish(
                    Bus.Message.of(topic, event.payload())
                            .withUserProperties(
                                    Map.of("hash", event.userProperties().get("hash"))));
        }
        String end =
                "{\"ok\":true,\"epoch\":%d,\"from\":%d,\"count\":%d,\"held\":%s}"
                        .formatted(epoch, from, next - from, new String(position(prefix()), UTF_8));
        bus.publish(Bus.Message.of(topic, end.getBytes(UTF_8)));
    }
}
