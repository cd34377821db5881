package org.hallkiosk.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a panel of 128 dots has room for. */
class PanelSignTest {

    private static final int IDEOGRAPHS = 128 / 16;

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-23T01:41:00Z"));
    private final Strand strand = time.strand();
    private final Panel panel = new Panel();
    private final PanelSign sign = new PanelSign(panel, strand, strand, Locale.SIMPLIFIED_CHINESE);

    /** The longest names of the demo's hall among them. */
    @ParameterizedTest
    @CsvSource({
        "公安（户籍、出入境、交管）, 公安",
        "不动产登记, 不动产登记",
        "税务 (国税), 税务",
        "（综合）, （综合）",
    })
    void aNameStandsStill(String category, String shown) {
        sign.show(
                new WindowSign.View(
                        "11", category, WindowSign.State.CALLED, "C012", "", false, true));
        time.runUntilIdle();

        assertThat(panel.lines()).containsExactly("请C012到11号窗口", shown);
        assertThat(shown.length()).isLessThanOrEqualTo(IDEOGRAPHS);
    }

    /** A display that keeps what it was told. */
    private static final class Panel implements WindowDisplay {
        private final List<Content> shown = new ArrayList<>();

        List<String> lines() {
            return shown.getLast().lines().stream().map(Line::text).toList();
        }

        @Override
        public CompletionStage<Shown> show(Content content) {
            shown.add(content);
            return CompletableFuture.completedStage(Shown.ACCEPTED);
        }

        @Override
        public String id() {
            return "panel-1";
        }

        @Override
        public DeviceStatus status() {
            throw new UnsupportedOperationException("Nobody asks");
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public void onStatus(Consumer<DeviceStatus> listener) {}

        @Override
        public void open() {}

        @Override
        public void close() {}
    }
}
