package org.hallkiosk.provisioning.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.boot.DeviceApp;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.web.hall.HallApi;

/**
 * Presses keys of the emulated evaluators, for those who have no hands: the press goes over the
 * wire, and what the hall answers to it is the answer here.
 */
final class DemoPresses implements HallApi.KeyPresses {

    /** Longer than a press waits for the hall's answer at first. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    /** As long as the reply to a command of the hall is remembered. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final DemoPeripherals peripherals;
    private final Map<String, Counters> counters = new HashMap<>();

    /**
     * @param devices those whose evaluators can be pressed, by name
     */
    DemoPresses(Map<String, DeviceApp> devices, DemoPeripherals peripherals) {
        this.peripherals = peripherals;
        devices.forEach((name, device) -> counters.put(name, new Counters(device)));
    }

    @Override
    public CompletionStage<DeviceReply> press(String device, UUID id, int window, int level) {
        Counters at = counters.get(device);
        if (at == null) {
            return failed(DeviceReply.Failure.DEVICE_GONE);
        }
        CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
        at.device.strand().execute(() -> at.press(id, window, level).thenAccept(reply::complete));
        return reply;
    }

    private static CompletionStage<DeviceReply> failed(DeviceReply.Failure failure) {
        return CompletableFuture.completedStage(DeviceReply.Failed.of(failure));
    }

    /** The counters of one device; on its strand. */
    private final class Counters {
        final DeviceApp device;
        private final Map<UUID, CompletableFuture<DeviceReply>> remembered = new HashMap<>();
        private final Map<Integer, CompletableFuture<DeviceReply>> pressing = new HashMap<>();

        Counters(DeviceApp device) {
            this.device = device;
            device.strand().execute(() -> device.evaluator().onEnded(this::ended));
        }

        CompletionStage<DeviceReply> press(UUID id, int window, int level) {
            CompletableFuture<DeviceReply> before = remembered.get(id);
            if (before != null) {
                return before;
            }
            if (!device.evaluator().serves(window)) {
                return failed(DeviceReply.Failure.NOT_YOURS);
            }
            if (!device.evaluator().isOpen(window) || pressing.containsKey(window)) {
                // Pressed it would be lost as well; but pressed again and again until it opens, it
                // would be one long press.
                return failed(DeviceReply.Failure.EVALUATOR_CLOSED);
            }
            CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
            remembered.put(id, reply);
            device.strand().after(REMEMBERED, () -> remembered.remove(id));
            pressing.put(window, reply);
            peripherals.press(Demo.padAt(window), "level-" + level);
            device.strand().after(ANSWER_WITHIN, () -> giveUp(id, window, reply));
            return reply;
        }

        private void giveUp(UUID id, int window, CompletableFuture<DeviceReply> reply) {
            if (pressing.remove(window, reply)) {
                remembered.remove(id);
                reply.complete(DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_SILENT));
            }
        }

        private void ended(int window, Evaluator.Press press) {
            CompletableFuture<DeviceReply> waiting = pressing.remove(window);
            if (waiting != null) {
                waiting.complete(reply(press));
            }
        }
    }

    private static DeviceReply reply(Evaluator.Press press) {
        return switch (press) {
            case Evaluator.Press.NotOpen notOpen ->
                    DeviceReply.Failed.of(DeviceReply.Failure.EVALUATOR_CLOSED);
            case Evaluator.Press.Sent(HallClient.Reply.Accepted accepted) ->
                    DeviceReply.Done.plain();
            case Evaluator.Press.Sent(HallClient.Reply.Refused refused) ->
                    new DeviceReply.Refused(refused.refusal());
            case Evaluator.Press.Sent(HallClient.Reply.NoAnswer none) ->
                    DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_SILENT);
            case Evaluator.Press.Kept kept -> DeviceReply.Done.plain();
            case Evaluator.Press.Lost lost -> DeviceReply.Failed.of(DeviceReply.Failure.DISK);
        };
    }
}
