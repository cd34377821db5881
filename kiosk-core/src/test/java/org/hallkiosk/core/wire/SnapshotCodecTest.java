package org.hallkiosk.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.ZoneId;
import org.hallkiosk.core.domain.Doubt;
import org.hallkiosk.core.domain.HallSnapshot;
import org.hallkiosk.core.domain.HallState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of earlier versions are read for ever (EVENTS.md 3). */
class SnapshotCodecTest {

    private static final JsonMapper JSON = new JsonMapper();
    private final SnapshotCodec codec = new SnapshotCodec(new Json(ZoneId.of("Asia/Shanghai")));
    private final HallSnapshot empty = new HallState().snapshot();

    private ObjectNode written() throws IOException {
        return (ObjectNode) JSON.readTree(codec.encode(empty));
    }

    private HallSnapshot read(ObjectNode body) throws IOException {
        return codec.decode(JSON.writeValueAsBytes(body)).orThrow();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(written())).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void versionOneKnewNoDoubtButStoppedLeases(boolean stopped) throws IOException {
        ObjectNode body = written();
        body.put("v", 1);
        ObjectNode state = (ObjectNode) body.get("state");
        state.remove("doubt");
        state.remove("lossDay");
        state.remove("earlierAdoptions");
        state.remove("bookings");
        state.put("leasesStopped", stopped);

        HallSnapshot snapshot = read(body);
        assertThat(snapshot.doubt()).isEqualTo(stopped ? Doubt.HALL : Doubt.NONE);
        assertThat(snapshot.lossDay()).isNull();
        assertThat(snapshot.earlierAdoptions()).isEmpty();
        assertThat(HallState.of(snapshot).doubt()).isEqualTo(snapshot.doubt());
    }

    @Test
    void aLaterVersionAndAnUnknownOneAreRefused() throws IOException {
        for (int version : new int[] {0, -1, SnapshotCodec.VERSION + 1}) {
            ObjectNode body = written();
            body.put("v", version);
            assertThat(codec.decode(JSON.writeValueAsBytes(body))).isInstanceOf(Decoded.Bad.class);
        }
        assertThat(codec.decode("no snapshot".getBytes(UTF_8))).isInstanceOf(Decoded.Bad.class);
    }
}
