package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {

    private static final Permissions HALL = Permissions.ofHall("h1", false);
    private static final Permissions DEMO = Permissions.ofHall("h1", true);
    private static final Permissions CENTER = Permissions.ofCenter("center");

    @ParameterizedTest
    @CsvSource({
        // filter, topic, matches: MQTT 5 §4.7 and its examples
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/#, sport, true",
        "#, sport/tennis, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "#, $SYS/monitor, false",
        "+/monitor, $SYS/monitor, false",
        "$SYS/#, $SYS/monitor, true",
        "a/b, a/b/c, false",
        "a/b/c, a/b, false",
        "a, A, false"
    })
    void filterMatches(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.matches(filter, topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a+", "a/b#", "+a/b", "#/a", "a\0"})
    void notFilters(String filter) {
        assertThat(TopicFilter.isFilter(filter)).isFalse();
        assertThat(HALL.maySubscribe("h1", filter)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a/#, a/+, true", "a/+, a/#, false", "a/#, a/b/#, true", "a/b, a/+, false",
        "+/b, a/b, true", "#, $share/g/a, false", "a/+/c, a/+/c, true", "a/+/c, a/#, false"
    })
    void filterCoversFilter(String wide, String narrow, boolean covers) {
        assertThat(TopicFilter.covers(wide, narrow)).isEqualTo(covers);
    }

    @Test
    void deviceHasItsOwnTopicsAlone() {
        List<String> writes = List.of("status", "request/ticket.take", "reply/17", "telemetry");
        List<String> reads = List.of("status", "response/a", "response/a/b", "command/identify");
        for (String topic : writes) {
            assertThat(HALL.mayWrite("d1", "hk/1/h1/device/d1/" + topic)).as(topic).isTrue();
            assertThat(HALL.mayWrite("d1", "hk/1/h1/device/d2/" + topic)).as(topic).isFalse();
            assertThat(HALL.mayWrite("d1", "hk/1/h2/device/d1/" + topic)).as(topic).isFalse();
        }
        for (String topic : reads) {
            assertThat(HALL.mayRead("d1", "hk/1/h1/device/d1/" + topic)).as(topic).isTrue();
            assertThat(HALL.mayRead("d1", "hk/1/h1/device/d2/" + topic)).as(topic).isFalse();
        }
        for (String topic : List.of("window/1/state", "queue/state", "config", "zone/a/say")) {
            assertThat(HALL.mayRead("d1", "hk/1/h1/" + topic)).as(topic).isTrue();
            assertThat(HALL.mayWrite("d1", "hk/1/h1/" + topic)).as(topic).isFalse();
        }
        assertThat(HALL.mayRead("d1", "hk/1/h1/device/d1/request/x")).isFalse();
        assertThat(HALL.mayWrite("d1", "hk/1/h1/request/x")).isFalse();
        assertThat(HALL.maySubscribe("d1", "hk/1/h1/device/+/command/+")).isFalse();
        assertThat(HALL.maySubscribe("d1", "hk/1/h1/window/+/state")).isTrue();
        assertThat(HALL.maySubscribe("d1", "hk/1/h1/window/#")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "#", "a/b", "d1/../d2", "取号机", "{name}", "-a"})
    void improperNameHasNoRights(String name) {
        assertThat(HALL.mayWrite(name, "hk/1/h1/device/" + name + "/status")).isFalse();
        assertThat(HALL.maySubscribe(name, "hk/1/h1/queue/state")).isFalse();
    }

    @Test
    void centerAndHallsHaveTheirSidesOfTheCenterBroker() {
        for (String topic :
                List.of(
                        "event",
                        "link",
                        "queue/state",
                        "window/7/state",
                        "device/d1/status",
                        "center/request/events")) {
            assertThat(CENTER.mayWrite("h1", "hk/1/h1/" + topic)).as(topic).isTrue();
            assertThat(CENTER.mayWrite("h1", "hk/1/h2/" + topic)).as(topic).isFalse();
            assertThat(CENTER.mayRead("center", "hk/1/h1/" + topic)).as(topic).isTrue();
        }
        assertThat(CENTER.mayWrite("h1", "hk/1/h1/center/ack")).isFalse();
        assertThat(CENTER.mayWrite("center", "hk/1/h1/center/ack")).isTrue();
        assertThat(CENTER.mayWrite("center", "hk/1/h1/event")).isFalse();
        assertThat(CENTER.mayRead("h1", "hk/1/h1/center/ack")).isTrue();
        assertThat(CENTER.mayRead("h1", "hk/1/h2/center/ack")).isFalse();
        assertThat(CENTER.mayRead("h1", "hk/1/h1/event")).isFalse();
    }

    @Test
    void demoIsNobodyOutsideTheDemo() {
        assertThat(HALL.kindOf("demo")).isEqualTo(Permissions.Kind.DEVICE);
        assertThat(HALL.mayWrite("demo", "hk/1/h1/request/ticket.take")).isFalse();
        assertThat(DEMO.mayWrite("demo", "hk/1/h1/request/ticket.take")).isTrue();
        assertThat(DEMO.mayWrite("demo", "hk/1/h1/device/d1/request/ticket.take")).isFalse();
        assertThat(DEMO.mayRead("demo", "hk/1/h1/device/d1/response/x")).isFalse();
        assertThat(DEMO.mayRead("demo", "hk/1/h1/device/d1/status")).isTrue();
        assertThat(DEMO.mayRead("demo", "$SYS/x")).isFalse();
        assertThat(HALL.mayWrite("h1", "answers/1")).isFalse();
        assertThat(DEMO.mayWrite("h1", "answers/1")).isTrue();
        assertThat(DEMO.mayWrite("h1", "hk/1/h2/queue/state")).isFalse();
    }

    @Test
    void demoBrokerIsTheCentersToo() {
        Permissions both = Permissions.ofDemo("h1", "center");
        assertThat(both.mayWrite("center", "hk/1/h1/center/ack")).isTrue();
        assertThat(both.mayRead("center", "hk/1/h1/event")).isTrue();
        assertThat(both.mayWrite("center", "hk/1/h1/event")).isFalse();
        assertThat(both.mayRead("h1", "hk/1/h1/center/ack")).isTrue();
        assertThat(both.mayRead("demo", "hk/1/h1/event")).isTrue();
        assertThat(both.mayWrite("demo", "hk/1/h1/center/ack")).isFalse();
        assertThat(both.mayRead("d1", "hk/1/h1/event")).isFalse();
        assertThat(HALL.mayRead("center", "hk/1/h1/event")).isFalse();
    }

    @Test
    void mosquittoFilesSayTheSame() {
        assertThat(MosquittoFiles.acl(HALL))
                .isEqualTo(
                        """
                        # Generated. Identity is in the topic.
                        user h1
                        topic write hk/1/h1/#
                        topic read hk/1/h1/#

                        # Everybody else, by name.
                        pattern write hk/1/h1/device/%u/status
                        pattern write hk/1/h1/device/%u/request/+
                        pattern write hk/1/h1/device/%u/reply/+
                        pattern write hk/1/h1/device/%u/telemetry
                        pattern read hk/1/h1/device/%u/status
                        pattern read hk/1/h1/device/%u/response/#
                        pattern read hk/1/h1/device/%u/command/+
                        pattern read hk/1/h1/window/+/state
                        pattern read hk/1/h1/queue/state
                        pattern read hk/1/h1/config
                        pattern read hk/1/h1/zone/+/say
                        """);
        assertThat(MosquittoFiles.acl(CENTER))
                .contains("user center\ntopic write hk/1/+/center/#\ntopic read hk/1/#\n")
                .contains("pattern write hk/1/%u/event\n")
                .contains("pattern read hk/1/%u/center/#\n");
        assertThatThrownBy(() -> MosquittoFiles.acl(DEMO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void topicsAreReadBackAsTheyWereMade() {
        Topics topics = new Topics("h1");
        assertThat(topics.parse(topics.deviceStatus("d1"))).contains(new Topic.DeviceStatus("d1"));
        assertThat(topics.parse(topics.deviceRequest("d1", "ticket.call-next")))
                .contains(new Topic.DeviceRequest("d1", "ticket.call-next"));
        assertThat(topics.parse(topics.deviceResponse("d1", "a")))
                .contains(new Topic.DeviceResponse("d1", "a"));
        assertThat(topics.parse(topics.deviceCommand("d1", "identify")))
                .contains(new Topic.DeviceCommand("d1", "identify"));
        assertThat(topics.parse(topics.deviceReply("d1", "a")))
                .contains(new Topic.DeviceReply("d1", "a"));
        assertThat(topics.parse(topics.deviceTelemetry("d1")))
                .contains(new Topic.DeviceTelemetry("d1"));
        assertThat(topics.parse(topics.windowState(999))).contains(new Topic.WindowState(999));
        assertThat(topics.parse(topics.queueState())).contains(new Topic.QueueState());
        assertThat(topics.parse(topics.config())).contains(new Topic.Config());
        assertThat(topics.parse(topics.zoneSay("a"))).contains(new Topic.ZoneSay("a"));
        assertThat(topics.parse(topics.demoRequest("x"))).contains(new Topic.DemoRequest("x"));
        assertThat(topics.parse(topics.event())).contains(new Topic.Event());
        assertThat(topics.parse(topics.centerAck())).contains(new Topic.CenterAck());
        assertThat(topics.parse(topics.centerRequest("events")))
                .contains(new Topic.CenterRequest("events"));
        assertThat(topics.parse(topics.centerResponse("a")))
                .contains(new Topic.CenterResponse("a"));
        assertThat(topics.parse(topics.link())).contains(new Topic.Link());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hk/1/h2/queue/state",
                "hk/1/h1",
                "hk/1/h1/",
                "hk/1/h1/window/0/state",
                "hk/1/h1/window/1000/state",
                "hk/1/h1/window/01/state",
                "hk/1/h1/device//status",
                "hk/1/h1/device/d1/request/",
                "hk/1/h1/device/d1/request/a/b",
                "hk/1/h1/zone/取号/say",
                "hk/1/h1/center/response",
                "x"
            })
    void foreignTopicsAreNotRead(String topic) {
        assertThat(new Topics("h1").parse(topic)).isEmpty();
    }
}
