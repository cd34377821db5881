package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.hallkiosk.core.journal.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"hall\":\"h\",\"epoch\":1}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":0}",
                "{\"hall\":\"h\",\"epoch\":0,\"seq\":1}",
                "{\"hall\":\"h\",\"epoch\":-1,\"seq\":1}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":\"1\"}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":1.5}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":99999999999999999999}",
                "{\"hall\":\"h\",\"epoch\":9223372036854775807,\"seq\":1}",
                "{\"hall\":\"other\",\"epoch\":1,\"seq\":1}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":1,\"seq\":2}",
                "{\"hall\":\"h\",\"epoch\":1,\"seq\":1} {}"
            })
    void refusesWhatHasNoNumber(String text) {
        assertThatThrownBy(() -> Envelope.read("h", text.getBytes(UTF_8)))
                .isInstanceOf(Envelope.Malformed.class);
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertThatThrownBy(() -> Envelope.read("h", new byte[201 * 1024]))
                .isInstanceOf(Envelope.Malformed.class);
        assertThatThrownBy(() -> Envelope.read("h", "[".repeat(100_000).getBytes(UTF_8)))
                .isInstanceOf(Envelope.Malformed.class);
    }

    @Test
    void readsAnyTypeOfAnyVersion() throws Envelope.Malformed {
        Envelope envelope =
                Envelope.read(
                        "h",
                        "{\"hall\":\"h\",\"epoch\":3,\"seq\":7,\"type\":\"New\",\"x\":[]}"
                                .getBytes(UTF_8));
        assertThat(envelope.position()).isEqualTo(new Position(3, 7));
        assertThat(envelope.type()).isEqualTo("New");
        assertThat(envelope.continues()).isEmpty();
    }

    /** Whatever bytes come, they are an envelope or malformed, and nothing else happens. */
    @Test
    void survivesAnyBytes() {
        byte[] good = TestJournal.first("h").at(1).bytes();
        int cases = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        Random random = new Random(11);
        int read = 0;
        for (int i = 0; i < cases; i++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Position position = Envelope.read("h", bytes).position();
                assertThat(position.seq()).isPositive();
                read++;
            } catch (Envelope.Malformed expected) {
                assertThat(expected).hasMessageNotContaining("Exception");
            }
        }
        assertThat(read).isPositive();
    }
}
