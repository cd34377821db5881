package org.hallkiosk.core.hall;

import org.hallkiosk.core.bus.Requester;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks devices: one command, one reply or none within the deadline (OUTSIDE.md, {@code command} and
 * {@code reply}). On the hall's strand.
 */
public final class DeviceCommands {

    /** Commands expire after at most 10 s (OUTSIDE.md). */
    public static final Duration DEADLINE = Requester.LONGEST;

    private final Topics topics;
    private final Requester requester;
    private final DeviceCommandCodec codec;
    private final Ids ids;
    private final Map<UUID, CompletionStage<DeviceReply>> underWay = new HashMap<>();

    /** Makes it; replies come in by {@link #replied}. */
    public DeviceCommands(
            Topics topics, Strand strand, Bus bus, DeviceCommandCodec codec, Ids ids) {
        this.topics = topics;
        this.requester = new Requester(bus, strand, ids::next);
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
        CompletionStage<DeviceReply> before = underWay.get(id);
        if (before != null) {
            return before;
        }
        if (!Topics.isName(device)) {
            return CompletableFuture.completedStage(
                    DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_GONE));
        }
        CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
        underWay.put(id, reply);
        requester
                .request(
                        topics.deviceCommand(device, command.verb()),
                        codec.encode(id, command),
                        topics.deviceReply(device, id.toString()),
                        DEADLINE)
                .whenComplete(
                        (message, failure) -> {
                            underWay.remove(id);
                            reply.complete(read(message, failure));
                        });
        return reply;
    }

    private DeviceReply read(Bus.@Nullable Message message, @Nullable Throwable failure) {
        if (message != null) {
            return codec.decodeReply(message.payload())
                    .orElseGet(() -> DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_SILENT));
        }
        return DeviceReply.Failed.of(
                failure instanceof Requester.NoAnswer
                        ? DeviceReply.Failure.DEVICE_SILENT
                        : DeviceReply.Failure.DEVICE_GONE);
    }

    /** Whether the evaluator was opened. */
    CompletionStage<Boolean> openEvaluator(
            String device, int window, UUID ticketId, String token, Duration left) {
        return send(device, new DeviceCommand.EvaluatorOpen(window, ticketId, token, left))
                .thenApply(reply -> reply instanceof DeviceReply.Done);
    }

    /** A reply came in on a device's own topic. */
    public void replied(Bus.Message message) {
        requester.received(message);
    }

    /** How many replies came to nothing that was asked, or too late. */
    public long late() {
        return requester.late();
    }
}
