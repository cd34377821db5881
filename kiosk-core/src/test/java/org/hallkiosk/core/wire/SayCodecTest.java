package org.hallkiosk.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hallkiosk.core.contract.ContractSchemas;
import org.hallkiosk.core.domain.TestHall;
import org.hallkiosk.core.port.SpokenLine;
import org.junit.jupiter.api.Test;

class SayCodecTest {

    private static final SpokenLine LINE =
            new SpokenLine(
                    new UUID(1, 2),
                    3,
                    "say.call",
                    Map.of("ticket", "A012", "window", "3"),
                    "请A012号到3号窗口",
                    List.of("zh", "en"),
                    2,
                    true);

    private final SayCodec codec = new SayCodec(new Json(TestHall.ZONE));

    @Test
    void bothSidesMeanTheSameAndItIsTheContracts() {
        byte[] bytes = codec.encode(LINE);
        assertThat(codec.decode(bytes).orThrow()).isEqualTo(LINE);
        new ContractSchemas().assertValid("message/say", new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void whatIsAbsentIsOnceOrdinaryInChinese() {
        String bare = "{\"id\":\"" + new UUID(1, 2) + "\",\"code\":\"say.x\",\"args\":{}}";
        SpokenLine line = codec.decode(bare.getBytes(StandardCharsets.UTF_8)).orThrow();
        assertThat(line)
                .isEqualTo(
                        new SpokenLine(
                                new UUID(1, 2), 1, "say.x", Map.of(), "", List.of("zh"), 1, false));
    }

    @Test
    void nothingThatComesMakesItThrow() {
        Random random = new Random(5);
        byte[] good = codec.encode(LINE);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(codec.decode(bytes)).isNotNull();
        }
    }
}
