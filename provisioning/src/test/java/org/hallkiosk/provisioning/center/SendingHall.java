package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;

/**
 * A hall's outbox as EVENTS.md 7 asks for it: in order, at most 500 unacknowledged, from the
 * acknowledgement on again after a reconnect or 10 s without progress.
 */
final class SendingHall implements Bus.Handler {

    private static final int WINDOW = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final TestJournal journal;
    final List<Bus.Message> restored = new ArrayList<>();
    long acknowledged;
    private final Topics topics;
    private final Bus bus;
    private final Strand strand;
    private long sent;
    private long seenAtLastLook;
    private boolean connected;

    SendingHall(TestJournal journal, Bus bus, Strand strand) {
        this.journal = journal;
        this.topics = new Topics(journal.hall);
        this.bus = bus;
        this.strand = strand;
    }

    void open() {
        bus.open(
                new Bus.Setup(
                        List.of("hk/1/" + journal.hall + "/center/#"),
                        connection ->
                                Bus.Message.retained(topics.link(), link("offline", connection))),
                this);
        strand.after(PATIENCE, this::look);
    }

    private byte[] link(String state, long connection) {
        return "{\"state\":\"%s\",\"connection\":%d,\"at\":\"2026-11-23T09:00:00+08:00\"}"
                .formatted(state, connection)
                .getBytes(UTF_8);
    }

    private void look() {
        if (acknowledged == seenAtLastLook && acknowledged < journal.sent.size()) {
            sent = acknowledged;
            send();
        }
        seenAtLastLook = acknowledged;
        strand.after(PATIENCE, this::look);
    }

    void send() {
        while (connected && sent < journal.sent.size() && sent - acknowledged < WINDOW) {
            publish(journal.at(++sent));
        }
    }

    /** Sends an event, in turn or out of it. */
    void publish(TestJournal.Sent event) {
        bus.publish(
                        Bus.Message.of(topics.event(), event.bytes())
                                .withUserProperties(Map.of("hash", ChainHash.hex(event.hash()))))
                .whenComplete((done, lost) -> {});
    }

    void publishRaw(String topic, String payload) {
        bus.publish(Bus.Message.of("hk/1/" + journal.hall + "/" + topic, payload.getBytes(UTF_8)))
                .whenComplete((done, lost) -> {});
    }

    void ask(long epoch, long from) {
        bus.publish(
                        Bus.Message.of(
                                        topics.centerRequest("events"),
                                        "{\"epoch\":%d,\"from\":%d}"
                                                .formatted(epoch, from)
                                                .getBytes(UTF_8))
                                .withResponse(topics.centerResponse("restore"), new byte[] {7}))
                .whenComplete((done, lost) -> {});
    }

    @Override
    public void connected(long connection) {
        connected = true;
        bus.retain(topics.link(), link("online", connection));
        sent = acknowledged;
        send();
    }

    @Override
    public void disconnected(String why) {
        connected = false;
    }

    @Override
    public void received(Bus.Message message) {
        if (message.topic().equals(topics.centerAck())) {
            acknowledged = Math.max(acknowledged, seq(message.payload()));
            send();
        } else if (message.topic().equals(topics.centerResponse("restore"))) {
            restored.add(message);
        }
    }

    private static long seq(byte[] ack) {
        try {
            return new com.fasterxml.jackson.databind.json.JsonMapper()
                    .readTree(ack)
                    .path("seq")
                    .longValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Optional<String> hash(Bus.Message message) {
        return Optional.ofNullable(message.userProperties().get("hash"));
    }
}
