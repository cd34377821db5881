package org.hallkiosk.core.hall;

import org.hallkiosk.core.bus.Responder;
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

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hall at its broker: requests in, answers out, what everybody may see retained. Who asks is in
 * the topic; a response topic that is not the asker's own is refused and counted (OUTSIDE.md,
 * identity is in the topic). On the hall's strand.
 */
public final class HallDesk implements Announcer.Board {

    private static final System.Logger LOG = System.getLogger(HallDesk.class.getName());

    private final Topics topics;
    private final Bus bus;
    private final Responder responder;
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
        this.responder = new Responder(bus, topics);
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
            case Topic.DeviceReply reply -> devices.replied(message);
            case Topic.DeviceRequest(String device, String verb) ->
                    request(Actor.device(device), verb, Responder.expires(message), message);
            case Topic.DemoRequest(String verb) when demo ->
                    request(Actor.demo(), verb, true, message);
            case null, default -> ignore(message, "it is no request");
        }
    }

    private void request(Actor actor, String verb, boolean expires, Bus.Message message) {
        Responder.Answer answer = responder.answerTo(message).orElse(null);
        if (answer == null) {
            ignore(message, "its response topic is not the asker's own");
        } else if (!expires) {
            answer.send(desk.refuse(Refusal.of(RefusalCode.NO_EXPIRY)));
        } else {
            desk.request(actor, verb, message.payload()).thenAccept(answer::send);
        }
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
