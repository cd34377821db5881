package org.hallkiosk.core.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A device at its hall's broker: it asks the hall, carries out the hall's commands once each, hears
 * what the hall announces, and says how it is (OUTSIDE.md, sessions and wills).
 *
 * <p>On the device's strand.
 */
public final class DeviceConnection implements HallClient, EvaluationDesk {

    private static final System.Logger LOG = System.getLogger(DeviceConnection.class.getName());

    /** How long the reply to a command is remembered, longer than any command may live. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Topics topics;
    private final String device;
    private final String answerTopic;
    private final Strand strand;
    private final Bus bus;
    private final Requester requester;
    private final Responder responder;
    private final StatusAnnouncer status;
    private final RequestCodec requests;
    private final AnswerCodec answers;
    private final DeviceCommandCodec commands;
    private final ViewCodec views;
    private final NoticeCodec notices;

    private final Map<UUID, CompletionStage<DeviceReply>> executed = new HashMap<>();
    private final List<Runnable> connectionListeners = new ArrayList<>();
    private @Nullable Hall hall;
    private boolean connected;
    private long ignored;

    /** What the device hears, and what it is asked. */
    public interface Hall {
        /** A live beat, or the last known queues when {@code live} is false. */
        void queue(QueueView view, boolean live);

        /** A window's state. */
        void window(WindowView view);

        /** A line for a speaker zone, as it came. */
        default void say(String zone, byte[] line) {}

        /** The number of the hall's configuration. */
        void configVersion(int version);

        /** Carries out a command; the reply is sent when it is there. */
        CompletionStage<DeviceReply> command(UUID id, DeviceCommand command);

        /** How the device is now, for the connection of this number. */
        DeviceNotice notice(long connection);

        /** Connected, or not any more: why. */
        void connection(boolean connected, String why);

        /** Something is wrong that attempts alone will not mend. */
        void alarmed(Bus.Alarm alarm);
    }

    /** Makes it; {@link #open} connects. */
    public DeviceConnection(
            Topics topics,
            String device,
            Strand strand,
            Bus bus,
            Ids ids,
            RequestCodec requests,
            AnswerCodec answers,
            DeviceCommandCodec commands,
            ViewCodec views,
            NoticeCodec notices) {
        this.topics = topics;
        this.device = device;
        this.answerTopic = topics.deviceResponse(device, ids.next().toString());
        this.strand = strand;
        this.bus = bus;
        this.requester = new Requester(bus, strand, ids::next);
        this.responder = new Responder(bus, topics);
        this.status = new StatusAnnouncer(bus, strand, topics.deviceStatus(device));
        this.requests = requests;
        this.answers = answers;
        this.commands = commands;
        this.views = views;
        this.notices = notices;
    }

    /**
     * Begins to want a connection. Called once.
     *
     * @param windows whether the states of windows are of interest
     */
    public void open(Hall newHall, boolean windows) {
        open(newHall, windows, Set.of());
    }

    /**
     * The same for a device that owns speaker zones.
     *
     * @param zones whose lines are of interest
     */
    public void open(Hall newHall, boolean windows, Set<String> zones) {
        hall = newHall;
        String base = Topics.BASE + topics.hall() + "/";
        String own = base + "device/" + device + "/";
        List<String> filters =
                new ArrayList<>(
                        List.of(
                                own + "status",
                                own + "response/#",
                                own + "command/+",
                                topics.queueState(),
                                topics.config()));
        if (windows) {
            filters.add(base + "window/+/state");
        }
        zones.forEach(zone -> filters.add(topics.zoneSay(zone)));
        announce();
        bus.open(new Bus.Setup(filters, this::will), new Handler(newHall));
    }

    /** Says how the device is, retained; to be called at every change. */
    public void announce() {
        Hall asked = hall;
        if (asked != null) {
            status.announce(number -> notices.encode(asked.notice(number)));
        }
    }

    private Bus.Message will(long ofConnection) {
        DeviceNotice last =
                new DeviceNotice(
                        device,
                        hall == null ? List.of() : hall.notice(ofConnection).roles(),
                        DeviceNotice.State.OFFLINE,
                        ofConnection,
                        strand.now(),
                        "",
                        false,
                        List.of(),
                        List.of());
        return Bus.Message.retained(topics.deviceStatus(device), notices.encode(last));
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void onConnection(Runnable listener) {
        connectionListeners.add(listener);
    }

    @Override
    public CompletionStage<HallClient.Reply> request(
            UUID id, Command.Request command, @Nullable HandIn offline, Duration patience) {
        return ask(command.verb(), requests.encode(id, strand.now(), offline, command), patience);
    }

    @Override
    public CompletionStage<HallClient.Reply> submit(
            UUID id, Rating rating, @Nullable HandIn offline, Duration patience) {
        return ask(
                "evaluation.submit", requests.encode(id, strand.now(), offline, rating), patience);
    }

    private CompletionStage<HallClient.Reply> ask(String verb, byte[] body, Duration patience) {
        return requester
                .request(topics.deviceRequest(device, verb), body, answerTopic, patience)
                .handle(
                        (message, failure) ->
                                failure == null
                                        ? HallReplies.read(answers.decode(verb, message.payload()))
                                        : new HallClient.Reply.NoAnswer(
                                                String.valueOf(failure.getMessage())));
    }

    private void command(Hall to, String verb, Bus.Message message) {
        Responder.Answer answer = responder.answerTo(message).orElse(null);
        if (answer == null) {
            return;
        }
        CompletionStage<DeviceReply> reply =
                switch (commands.decode(verb, message.payload())) {
                    case DeviceCommandCodec.Read.Bad bad ->
                            CompletableFuture.completedStage(bad.reply());
                    case DeviceCommandCodec.Read.Good good -> once(to, good);
                };
        reply.thenAccept(done -> answer.send(commands.encode(done)));
    }

    /** A command id is executed once; the same id again gets the same reply. */
    private CompletionStage<DeviceReply> once(Hall to, DeviceCommandCodec.Read.Good good) {
        CompletionStage<DeviceReply> before = executed.get(good.id());
        if (before != null) {
            return before;
        }
        CompletionStage<DeviceReply> reply = to.command(good.id(), good.command());
        executed.put(good.id(), reply);
        strand.after(REMEMBERED, () -> executed.remove(good.id()));
        return reply;
    }

    /** How many messages came that are nobody's, late, unreadable or refused. */
    public long ignored() {
        return ignored + requester.late() + responder.refused();
    }

    /**
     * Ends the connection in order; the status says that the device is gone.
     *
     * @return completed on the strand when it has ended
     */
    public CompletionStage<Void> close() {
        status.announce(number -> will(number).payload());
        requester.close();
        return bus.close();
    }

    private final class Handler implements Bus.Handler {
        private final Hall to;

        Handler(Hall to) {
            this.to = to;
        }

        @Override
        public void connected(long number) {
            connected = true;
            status.connected(number);
            to.connection(true, "");
            List.copyOf(connectionListeners).forEach(Runnable::run);
        }

        @Override
        public void disconnected(String why) {
            connected = false;
            to.connection(false, why);
            List.copyOf(connectionListeners).forEach(Runnable::run);
        }

        @Override
        public void alarmed(Bus.Alarm alarm) {
            to.alarmed(alarm);
        }

        @Override
        public void received(Bus.Message message) {
            switch (topics.parse(message.topic()).orElse(null)) {
                case Topic.DeviceResponse response -> requester.received(message);
                case Topic.DeviceCommand command -> command(to, command.verb(), message);
                case Topic.DeviceStatus own -> status.received(message);
                case Topic.QueueState queue -> {
                    switch (views.decodeQueue(message.payload())) {
                        case Decoded.Good<QueueView>(QueueView view) ->
                                to.queue(view, !message.retained());
                        case Decoded.Bad<QueueView> bad -> unreadable(message, bad.why());
                    }
                }
                case Topic.WindowState window -> {
                    if (message.payload().length == 0) {
                        return;
                    }
                    switch (views.decodeWindow(message.payload())) {
                        case Decoded.Good<WindowView>(WindowView view) -> to.window(view);
                        case Decoded.Bad<WindowView> bad -> unreadable(message, bad.why());
                    }
                }
                case Topic.ZoneSay say when !message.retained() ->
                        to.say(say.zone(), message.payload());
                case Topic.Config config -> {
                    if (notices.decodeConfigVersion(message.payload())
                            instanceof Decoded.Good<Integer>(Integer version)) {
                        to.configVersion(version);
                    } else {
                        unreadable(message, "no version");
                    }
                }
                case null, default -> ignored++;
            }
        }

        private void unreadable(Bus.Message message, String why) {
            if (ignored++ == 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The device {0} could not read a message on {1}: {2}. Later ones are"
                                + " counted only.",
                        device,
                        message.topic(),
                        why);
            }
        }
    }
}
