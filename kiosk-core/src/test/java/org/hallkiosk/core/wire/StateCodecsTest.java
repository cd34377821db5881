package org.hallkiosk.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HallSnapshot;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.TestHall;
import org.hallkiosk.core.domain.WindowView;
import org.junit.jupiter.api.Test;

/** Snapshots, retained states and the configuration as documents. */
class StateCodecsTest {

    private final Json json = new Json(TestHall.ZONE);
    private final ViewCodec views = new ViewCodec(json);
    private final SnapshotCodec snapshots = new SnapshotCodec(json);
    private final HallConfigCodec configs = new HallConfigCodec(json);

    @Test
    void aWindowsStateIsThatOfTheContract() {
        TestHall hall = TestHall.busy();
        hall.waits("A");
        hall.waits("B");
        hall.callNext(1);
        WindowView view = hall.view(1);
        String text = new String(views.encode(view), UTF_8);
        assertThat(text)
                .isEqualTo(
                        "{\"window\":1,\"label\":\"1号\",\"status\":\"open\",\"category\":\"综合\","
                                + "\"ticket\":\"A001\",\"ticketId\":\""
                                + view.ticketId()
                                + "\",\"ticketStatus\":\"called\",\"call\":{\"id\":\""
                                + requireNonNull(view.call()).id()
                                + "\",\"count\":1},\"next\":[\"B001\"],\"parked\":[],"
                                + "\"staff\":{\"no\":\"001\",\"name\":\"张1\",\"title\":\"科员\"},"
                                + "\"whereabouts\":null,\"reason\":null,\"epoch\":1,"
                                + "\"at\":\"2026-11-20T09:00:00+08:00\"}");
        assertThat(views.decodeWindow(text.getBytes(UTF_8)).orThrow()).isEqualTo(view);
        WindowView free = hall.view(4);
        assertThat(views.decodeWindow(views.encode(free)).orThrow()).isEqualTo(free);
    }

    @Test
    void theQueuesStateIsThatOfTheContract() {
        TestHall hall = TestHall.busy();
        hall.waits("A");
        QueueView view = QueueView.of(hall.state, hall.now.plusSeconds(5));
        String text = new String(views.encode(view), UTF_8);
        assertThat(text)
                .startsWith(
                        "{\"categories\":[{\"category\":\"A\",\"name\":\"综合\",\"waiting\":1,"
                                + "\"longestWaitSeconds\":5,\"lastCalled\":null}")
                .endsWith("\"epoch\":1,\"at\":\"2026-11-20T09:00:05+08:00\"}");
        assertThat(views.decodeQueue(text.getBytes(UTF_8)).orThrow()).isEqualTo(view);
        assertThat(views.decodeQueue("{}".getBytes(UTF_8))).isInstanceOf(Decoded.Bad.class);
        assertThat(views.decodeWindow("7".getBytes(UTF_8))).isInstanceOf(Decoded.Bad.class);
    }

    @Test
    void aSnapshotIsTheWholeState() {
        HallSnapshot snapshot = SampleDay.play().state.snapshot();
        byte[] bytes = snapshots.encode(snapshot);
        assertThat(snapshots.decode(bytes).orThrow()).isEqualTo(snapshot);
        assertThat(HallState.of(snapshot).snapshot()).isEqualTo(snapshot);
        assertThat(snapshots.encode(HallState.of(snapshot).snapshot())).isEqualTo(bytes);
        HallSnapshot nothing = new HallState().snapshot();
        assertThat(snapshots.decode(snapshots.encode(nothing)).orThrow()).isEqualTo(nothing);
    }

    @Test
    void aSnapshotOfAnotherVersionIsNotRead() {
        for (String body : List.of("{\"v\":2,\"state\":{}}", "{\"v\":1}", "[]", "", "{\"v\":1,")) {
            assertThat(snapshots.decode(body.getBytes(UTF_8)))
                    .as(body)
                    .isInstanceOf(Decoded.Bad.class);
        }
    }

    @Test
    void aFullDaysSnapshotIsReadDespiteItsSize() {
        TestHall hall = TestHall.busy();
        for (int i = 0; i < 690; i++) {
            hall.waits("A");
            hall.waits("B");
        }
        byte[] bytes = snapshots.encode(hall.state.snapshot());
        assertThat(bytes.length).isGreaterThan(Json.MAX_BYTES);
        assertThat(snapshots.decode(bytes).orThrow()).isEqualTo(hall.state.snapshot());
    }

    @Test
    void aConfigurationMayLeaveOutWhatHasADefault() {
        String written =
                """
                {"name":"县政务服务中心","areas":[{"id":"a","name":"社保","floor":"1F"}],
                 "categories":[{"id":"社保","name":"社保","prefix":"S"}],
                 "windows":[{"no":1,"label":"1号","categories":["社保"]}],
                 "hours":[{"day":"monday","from":"08:30","to":"17:00"}]}
                """;
        HallConfigCodec.Document document = configs.decode(written.getBytes(UTF_8)).orThrow();
        HallConfig config = document.config();
        assertThat(config.ranges()).isEqualTo(HallConfig.Ranges.defaults());
        assertThat(config.rules()).isEqualTo(HallConfig.Rules.defaults());
        assertThat(config.texts()).isEqualTo(Map.of());
        assertThat(config.windows().getFirst().evaluator()).isFalse();
        assertThat(document.staff()).isEmpty();
        assertThat(configs.decode(configs.encode(document)).orThrow()).isEqualTo(document);
        assertThat(new String(configs.encode(document), UTF_8))
                .contains("\"hours\":[{\"day\":\"monday\",\"from\":\"08:30\",\"to\":\"17:00\"}]");
    }

    @Test
    void aConfigurationThatIsNoneSaysWhere() {
        assertThat(configs.decode("{}".getBytes(UTF_8))).isInstanceOf(Decoded.Bad.class);
        String wrong =
                "{\"name\":\"x\",\"areas\":[],\"categories\":[],"
                        + "\"windows\":[{\"no\":\"1\",\"label\":\"1\",\"categories\":[]}]}";
        assertThat(configs.decode(wrong.getBytes(UTF_8)))
                .isEqualTo(new Decoded.Bad<>("windows.[].no", "missing-or-wrong"));
        assertThat(
                        configs.decode(
                                "{\"name\":\"x\",\"areas\":[],\"categories\":[],\"windows\":[],"
                                        .concat("\"staff\":[null]}")
                                        .getBytes(UTF_8)))
                .isEqualTo(new Decoded.Bad<>("staff", "missing-or-wrong"));
        assertThat(configs.decode(new byte[HallConfigCodec.MAX_BYTES + 1]))
                .isEqualTo(new Decoded.Bad<>("", "too-large"));
    }
}
