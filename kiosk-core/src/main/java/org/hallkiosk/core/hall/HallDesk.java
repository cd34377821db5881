package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hallkiosk.core.bus.Topic;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.ViewCodec;

/**
 * The hall at its broker: requests in, answers out, what everybody may see retained. Who asks is in
 * the topic; a response topic that is not the asker's own is refused and counted (OUTSIDE.md,
 * identity is in the topic). On the hall's strand.
 */
public final class HallDesk implements Announcer.Board {

    /** A request expires after at most 10 s (OUTSIDE.md). */
    private static final Duration MAX_EXPIRY = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(HallDesk.class.getName());

    private final Topics topics;
    private final Bus bus;
    private final RequestDesk desk;
    private final DeviceCommands devices;
    private final DeviceBoard board;
    private final ViewCodec views;
    private final NoticeCodec notices;
    private final boolean demo;
    private long ignored;

    /**
     * @param demo whether clients without credentials may ask, on a loopback broker alone
     */
    public HallDesk(
            Topics topics,
            Bus bus,
            RequestDesk desk,
            DeviceCommands devices,
            DeviceBoard board,
            ViewCodec views,
            NoticeCodec notices,
            boolean demo) {
        this.topics = topics;
        this.bus = bus;
        this.desk = desk;
        this.devices = devices;
        this.board = board;
        this.views = views;
        this.notices = notices;
        this.demo = demo;
    }

    /** What the hall listens to at its broker. */
    public List<String> subscriptions() {
        String base = Topics.BASE + topics.hall() + "/";
        List<String> ofDevices =
                List.of(
                        base + "device/+/status",
                        base + "device/+/request/+",
                        base + "device/+/reply/+");
        return demo
                ? Stream.concat(ofDevices.stream(), Stream.of(base + "request/+")).toList()
                : ofDevices;
    }

    /** Takes a message of the hall's broker; whatever is in it, nothing is thrown. */
    public void received(Bus.Message message) {
        Optional<Topic> topic = topics.parse(message.topic());
        switch (topic.orElse(null)) {
            case Topic.DeviceStatus status -> board.status(status.device(), message.payload());
            case Topic.DeviceReply reply ->
                    devices.replied(reply.device(), reply.id(), message.payload());
            case Topic.DeviceRequest request -> deviceRequest(request, message);
            case Topic.DemoRequest request when demo -> demoRequest(request, message);
            case null, default -> ignore(message, "it is no request");
        }
    }

    private void deviceRequest(Topic.DeviceRequest request, Bus.Message message) {
        String own = Topics.BASE + topics.hall() + "/device/" + request.device() + "/response/";
        String answerTo = message.responseTopic().orElse("");
        if (!answerTo.startsWith(own)) {
            ignore(message, "its response topic is not the device's own");
            return;
        }
        Duration expiry = message.expiry().orElse(null);
        if (expiry == null || expiry.compareTo(MAX_EXPIRY) > 0) {
            answer(message, answerTo, desk.refuse(Refusal.of(RefusalCode.NO_EXPIRY)));
            return;
        }
        desk.request(Actor.device(request.device()), request.verb(), message.payload())
                .thenAccept(bytes -> answer(message, answerTo, bytes));
    }

    private void demoRequest(Topic.DemoRequest request, Bus.Message message) {
        String answerTo = message.responseTopic().orElse("");
        if (answerTo.startsWith("hk/") || answerTo.startsWith("$")) {
            ignore(message, "its response topic is not the demo's");
            return;
        }
        desk.request(Actor.demo(), request.verb(), message.payload())
                .thenAccept(
                        bytes -> {
                            if (!answerTo.isEmpty()) {
                                answer(message, answerTo, bytes);
                            }
                        });
    }

    private void answer(Bus.Message request, String topic, byte[] bytes) {
        bus.publish(
                        new Bus.Message(
                                topic,
                                bytes,
                                Bus.Quality.AT_LEAST_ONCE,
                                false,
                                Optional.of(MAX_EXPIRY),
                                Optional.empty(),
                                request.correlation(),
                                Map.of()))
                .exceptionally(
                        notSent -> {
                            // The asker repeats its request and gets the stored answer.
                            return null;
                        });
    }

    private void ignore(Bus.Message message, String why) {
        if (ignored++ == 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "A message on {0} was ignored, because {1}. Later ones are counted only.",
                    message.topic(),
                    why);
        }
    }

    /** How many messages were ignored. */
    public long ignored() {
        return ignored;
    }

    @Override
    public void window(WindowView view) {
        bus.retain(topics.windowState(view.window()), views.encode(view));
    }

    @Override
    public void windowGone(int window) {
        bus.retain(topics.windowState(window), new byte[0]);
    }

    @Override
    public void queue(QueueView view) {
        bus.retain(topics.queueState(), views.encode(view));
    }

    @Override
    public void config(HallConfig config, List<Staff> staff) {
        bus.retain(topics.config(), notices.encode(config, staff));
    }
}
