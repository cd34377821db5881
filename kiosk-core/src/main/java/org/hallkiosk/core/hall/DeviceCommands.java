package org.hallkiosk.core.hall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.hal.time.Strand;

/**
 * Asks devices: one command, one reply or none within the deadline (OUTSIDE.md, {@code command} and
 * {@code reply}). On the hall's strand.
 */
public final class DeviceCommands {

    /** Commands expire after at most 10 s (OUTSIDE.md). */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Topics topics;
    private final Strand strand;
    private final Bus bus;
    private final DeviceCommandCodec codec;
    private final Ids ids;
    private final Map<UUID, Waiting> waiting = new HashMap<>();
    private long late;

    private record Waiting(
            String device, CompletableFuture<DeviceReply> reply, Strand.Timer deadline) {}

    /** Makes it; replies come in by {@link #replied}. */
    public DeviceCommands(
            Topics topics, Strand strand, Bus bus, DeviceCommandCodec codec, Ids ids) {
        this.topics = topics;
        this.strand = strand;
        this.bus = bus;
        this.codec = codec;
        this.ids = ids;
    }

    /**
     * Sends a command under a new id.
     *
     * @return completed on the strand, never exceptionally; with {@link
     *     DeviceReply.Failure#DEVICE_SILENT} when no reply came
     */
    public CompletionStage<DeviceReply> send(String device, DeviceCommand command) {
        return send(device, ids.next(), command);
    }

    /** Sends a command under an id that the asker chose; the device executes an id once. */
    public CompletionStage<DeviceReply> send(String device, UUID id, DeviceCommand command) {
        Waiting under = waiting.get(id);
        if (under != null) {
            return under.reply;
        }
        if (!Topics.isName(device)) {
            return CompletableFuture.completedStage(
                    DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_GONE));
        }
        CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
        Strand.Timer deadline =
                strand.after(DEADLINE, () -> end(id, DeviceReply.Failure.DEVICE_SILENT));
        waiting.put(id, new Waiting(device, reply, deadline));
        bus.publish(
                        new Bus.Message(
                                topics.deviceCommand(device, command.verb()),
                                codec.encode(id, command),
                                Bus.Quality.AT_LEAST_ONCE,
                                false,
                                Optional.of(DEADLINE),
                                Optional.of(topics.deviceReply(device, id.toString())),
                                Optional.of(id.toString().getBytes(StandardCharsets.US_ASCII)),
                                Map.of()))
                .whenComplete(
                        (sent, failure) -> {
                            if (failure != null) {
                                end(id, DeviceReply.Failure.DEVICE_GONE);
                            }
                        });
        return reply;
    }

    /** Whether the evaluator was opened. */
    CompletionStage<Boolean> openEvaluator(
            String device, int window, UUID ticketId, String token, Duration left) {
        return send(device, new DeviceCommand.EvaluatorOpen(window, ticketId, token, left))
                .thenApply(reply -> reply instanceof DeviceReply.Done);
    }

    /** A reply came in on a device's own topic. */
    public void replied(String device, String id, byte[] payload) {
        Waiting asked = null;
        try {
            asked = waiting.get(UUID.fromString(id));
        } catch (IllegalArgumentException notOurs) {
            // Counted below: only our ids are answered here.
        }
        if (asked == null || !asked.device.equals(device)) {
            late++;
            return;
        }
        waiting.remove(UUID.fromString(id));
        asked.deadline.cancel();
        asked.reply.complete(
                codec.decodeReply(payload)
                        .orElseGet(() -> DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_SILENT)));
    }

    /** How many replies came to nothing that was asked, or too late. */
    public long late() {
        return late;
    }

    private void end(UUID id, DeviceReply.Failure failure) {
        Waiting asked = waiting.remove(id);
        if (asked != null) {
            asked.deadline.cancel();
            asked.reply.complete(DeviceReply.Failed.of(failure));
        }
    }
}
