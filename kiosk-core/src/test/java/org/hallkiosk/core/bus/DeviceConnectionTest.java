package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device's connection against a hall that the test plays, on the broker without a wire. */
class DeviceConnectionTest {

    private static final Topics TOPICS = new Topics("h1");
    private static final String STATUS = TOPICS.deviceStatus("d1");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final Random random = new Random(11);
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofHall("h1", false), strand, Duration.ofMillis(2));
    private final Json json = new Json(ZoneId.of("Asia/Shanghai"));
    private final DeviceCommandCodec commands =
            new DeviceCommandCodec(json, Locale.SIMPLIFIED_CHINESE);
    private final NoticeCodec notices = new NoticeCodec(json);
    private final List<Bus.Message> atHall = new ArrayList<>();
    private final Bus hall = broker.bus("h1", strand, new AtomicLong()::incrementAndGet);
    private final Role role = new Role();
    private final DeviceConnection device =
            new DeviceConnection(
                    TOPICS,
                    "d1",
                    strand,
                    broker.bus("d1", strand, new AtomicLong()::incrementAndGet),
                    () -> new UUID(random.nextLong(), random.nextLong()),
                    new RequestCodec(json),
                    new AnswerCodec(json),
                    commands,
                    new ViewCodec(json),
                    notices);

    private static final class Role implements DeviceConnection.Hall {
        final List<UUID> executed = new ArrayList<>();
        DeviceNotice.State state = DeviceNotice.State.ONLINE;

        @Override
        public void queue(QueueView view, boolean live) {}

        @Override
        public void window(WindowView view) {}

        @Override
        public void configVersion(int version) {}

        @Override
        public CompletionStage<DeviceReply> command(UUID id, DeviceCommand command) {
            executed.add(id);
            return CompletableFuture.completedStage(DeviceReply.Done.plain());
        }

        @Override
        public DeviceNotice notice(long connection) {
            return new DeviceNotice(
                    "d1",
                    List.of("window"),
                    state,
                    connection,
                    Instant.EPOCH,
                    "test",
                    false,
                    List.of(),
                    List.of());
        }

        @Override
        public void connection(boolean connected, String why) {}

        @Override
        public void alarmed(Bus.Alarm alarm) {}
    }

    @BeforeEach
    void connect() {
        hall.open(
                new Bus.Setup(
                        List.of(
                                "hk/1/h1/device/+/status",
                                "hk/1/h1/device/+/request/+",
                                "hk/1/h1/device/+/reply/+"),
                        null),
                new Bus.Handler() {
                    @Override
                    public void connected(long connection) {}

                    @Override
                    public void disconnected(String why) {}

                    @Override
                    public void received(Bus.Message message) {
                        atHall.add(message);
                    }
                });
        device.open(role, true);
        time.advance(Duration.ofSeconds(1));
    }

    private List<String> statuses() {
        return atHall.stream()
                .filter(m -> m.topic().equals(STATUS))
                .map(
                        m ->
                                notices.decodeDevice(m.payload())
                                                instanceof
                                                Decoded.Good<DeviceNotice>(DeviceNotice notice)
                                        ? notice.state() + " " + notice.connection()
                                        : "unreadable")
                .toList();
    }

    private void send(UUID id, String replyTopic) {
        hall.publish(
                Bus.Message.of(
                                TOPICS.deviceCommand("d1", "identify"),
                                commands.encode(id, new DeviceCommand.Identify()))
                        .withExpiry(Duration.ofSeconds(10))
                        .withResponse(replyTopic, new byte[] {7}));
        time.advance(Duration.ofMillis(100));
    }

    @Test
    void statusHasOneConnectionsNumberAndComesBackAfterAForeignOne() {
        assertThat(statuses()).containsExactly("ONLINE 1");
        role.state = DeviceNotice.State.DEGRADED;
        device.announce();
        time.advance(Duration.ofSeconds(1));
        assertThat(statuses()).endsWith("DEGRADED 1");

        // The will of an earlier connection, come late.
        atHall.clear();
        hall.publish(Bus.Message.retained(STATUS, "late will".getBytes(UTF_8)));
        time.advance(Duration.ofSeconds(3));
        assertThat(statuses()).containsExactly("unreadable", "DEGRADED 1");

        atHall.clear();
        broker.cut("d1");
        time.advance(Duration.ofSeconds(3));
        broker.mend("d1");
        time.advance(Duration.ofSeconds(3));
        assertThat(statuses())
                .isNotEmpty()
                .allMatch(s -> s.startsWith("DEGRADED ") && !s.equals("DEGRADED 1"));
    }

    @Test
    void orderlyEndSaysOffline() {
        device.close();
        time.advance(Duration.ofSeconds(3));
        assertThat(statuses()).containsExactly("ONLINE 1", "OFFLINE 1");
    }

    @Test
    void lossIsToldByTheWillOfThatConnection() {
        broker.cut("d1");
        time.advance(Duration.ofSeconds(30));
        assertThat(statuses()).containsExactly("ONLINE 1", "OFFLINE 1");
    }

    @Test
    void commandIsExecutedOnceAndAnsweredEachTime() {
        UUID id = new UUID(1, 2);
        String reply = TOPICS.deviceReply("d1", id.toString());
        send(id, reply);
        send(id, reply);
        assertThat(role.executed).containsExactly(id);
        assertThat(atHall)
                .filteredOn(m -> m.topic().equals(reply))
                .hasSize(2)
                .allMatch(m -> m.correlation().orElseThrow()[0] == 7)
                .allMatch(m -> m.expiry().isPresent());
    }

    @Test
    void commandThatWantsItsReplyElsewhereIsNotCarriedOut() {
        send(new UUID(1, 2), TOPICS.deviceReply("d2", "1"));
        send(new UUID(1, 3), TOPICS.queueState());
        assertThat(role.executed).isEmpty();
        assertThat(device.ignored()).isEqualTo(2);
    }

    @Test
    void answersOfOthersAndWithoutAMarkAreCountedAndDoNotEndTheWait() {
        CompletableFuture<HallClient.Reply> reply =
                device.request(
                                new UUID(3, 4),
                                new Command.TicketUnproved("d1"),
                                null,
                                Duration.ofSeconds(2))
                        .toCompletableFuture();
        time.advance(Duration.ofMillis(100));
        Bus.Message request = atHall.getLast();
        String there = request.responseTopic().orElseThrow();
        byte[] mark = request.correlation().orElseThrow();
        hall.publish(Bus.Message.of(there, new byte[] {1}));
        hall.publish(Bus.Message.of(there, new byte[] {1}).withCorrelation(new byte[] {1}));
        hall.publish(
                Bus.Message.of(TOPICS.deviceResponse("d1", "other"), new byte[] {1})
                        .withCorrelation(mark));
        time.advance(Duration.ofMillis(100));
        assertThat(reply).isNotDone();
        assertThat(device.ignored()).isEqualTo(3);
        time.advance(Duration.ofSeconds(2));
        assertThat(reply.join()).isInstanceOf(HallClient.Reply.NoAnswer.class);
    }

    /** Mosquitto delivers a request without its expiry in the last second of its time. */
    @Test
    void aRequestThatCameTooLateHasNoAnswer() {
        CompletableFuture<HallClient.Reply> reply =
                device.request(
                                new UUID(3, 4),
                                new Command.TicketUnproved("d1"),
                                null,
                                Duration.ofSeconds(10))
                        .toCompletableFuture();
        time.advance(Duration.ofSeconds(9));
        Bus.Message request = atHall.getLast();
        byte[] late =
                "{\"ok\":false,\"error\":{\"code\":\"no-expiry\",\"args\":{},\"text\":\"late\"}}"
                        .getBytes(UTF_8);
        hall.publish(
                Bus.Message.of(request.responseTopic().orElseThrow(), late)
                        .withCorrelation(request.correlation().orElseThrow()));
        time.advance(Duration.ofMillis(100));
        assertThat(reply.join())
                .isEqualTo(new HallClient.Reply.NoAnswer("the request came to the hall too late"));
    }

    @Test
    void whateverTheHallSendsNothingIsThrown() {
        int count = Boolean.getBoolean("hallkiosk.long") ? 100_000 : 2_000;
        List<String> topics =
                List.of(
                        TOPICS.queueState(),
                        TOPICS.windowState(1),
                        TOPICS.config(),
                        TOPICS.deviceCommand("d1", "identify"),
                        TOPICS.deviceCommand("d1", "evaluator.open"),
                        TOPICS.deviceResponse("d1", "x"));
        byte[] good = commands.encode(new UUID(5, 6), new DeviceCommand.Identify());
        for (int i = 0; i < count; i++) {
            byte[] payload;
            if (random.nextBoolean()) {
                payload = good.clone();
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            } else {
                payload = new byte[1 + random.nextInt(60)];
                random.nextBytes(payload);
            }
            hall.publish(
                    Bus.Message.of(topics.get(random.nextInt(topics.size())), payload)
                            .withResponse(TOPICS.deviceReply("d1", "1"), new byte[] {1}));
            time.advance(Duration.ofMillis(5));
        }
        assertThat(device.ignored()).isPositive();
        assertThat(device.connected()).isTrue();
        send(new UUID(9, 9), TOPICS.deviceReply("d1", "9"));
        assertThat(role.executed).contains(new UUID(9, 9));
    }
}
