package org.hallkiosk.core.role.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.port.screen.TechnicianPicture;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.SampleHall;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/** What stands above a window follows the window's state. */
class WindowPresenterTest {

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final HallPicture hall = new HallPicture(strand, ZoneId.of("Asia/Shanghai"));
    private static final Path PICTURES = Path.of("pictures");
    private final Technician technician = new Technician(strand, "window-1", Set.of(1), false);
    private final List<WindowScreenView> shown = new ArrayList<>();

    private WindowScreenView.State now() {
        return shown.getLast().state();
    }

    @Test
    void itFollowsTheWindow() {
        new WindowPresenter(1, hall, technician, new StaffCards(hall, Optional.of(PICTURES)), false)
                .start(shown::add);
        hall.start();
        assertThat(now()).isEqualTo(new WindowScreenView.Closed());
        hall.configured(SampleHall.config());
        assertThat(shown.getLast().categories()).containsExactly("综合业务");

        UUID ticket = new UUID(9, 1);
        hall.window(SampleHall.window(1, WindowStatus.OPEN));
        assertThat(now()).isEqualTo(new WindowScreenView.Waiting(List.of()));
        hall.window(SampleHall.window(1, "A001", ticket, TicketStatus.CALLED, 1));
        hall.window(SampleHall.window(1, "A001", ticket, TicketStatus.CALLED, 2));
        assertThat(now()).isEqualTo(new WindowScreenView.Called("A001", "综合业务", 2));
        hall.window(SampleHall.window(1, "A001", ticket, TicketStatus.SERVING, 2));
        assertThat(now()).isEqualTo(new WindowScreenView.Serving("A001", "综合业务", List.of()));
        hall.window(SampleHall.window(1, WindowStatus.PAUSED));
        assertThat(now()).isEqualTo(new WindowScreenView.Paused("二楼会议室", ""));
        time.advance(Duration.ofSeconds(16));
        assertThat(now()).isEqualTo(new WindowScreenView.Paused("二楼会议室", ""));
        assertThat(shown.getLast().staleSince()).isPresent();
    }

    @Test
    void theCardHasPictureAndHonour() {
        new WindowPresenter(1, hall, technician, new StaffCards(hall, Optional.of(PICTURES)), false)
                .start(shown::add);
        hall.start();
        hall.window(SampleHall.window(1, WindowStatus.OPEN));
        assertThat(shown.getLast().staff())
                .contains(
                        new StaffCard(
                                "1001",
                                "王芳",
                                "综合窗口首席代表",
                                "",
                                Optional.of(PICTURES.resolve("1001.jpg"))));
        HallConfig plain = SampleHall.config();
        hall.configured(honoured(plain, Map.of("window.1.honour", "红旗窗口")));
        assertThat(shown.getLast().staff()).map(StaffCard::honour).contains("红旗窗口");
        hall.configured(
                honoured(plain, Map.of("window.1.honour", "红旗窗口", "staff.1001.honour", "服务明星")));
        assertThat(shown.getLast().staff()).map(StaffCard::honour).contains("服务明星");
    }

    private static HallConfig honoured(HallConfig plain, Map<String, String> texts) {
        return new HallConfig(
                plain.version(),
                plain.name(),
                plain.areas(),
                plain.categories(),
                plain.windows(),
                plain.ranges(),
                plain.rules(),
                plain.hours(),
                texts);
    }

    @Test
    void aTechniciansPictureIsShownWhereItWasAskedFor() {
        List<WindowScreenView> other = new ArrayList<>();
        Technician both = new Technician(strand, "window-1", Set.of(1, 2), false);
        StaffCards cards = new StaffCards(hall, Optional.empty());
        new WindowPresenter(1, hall, both, cards, false).start(shown::add);
        new WindowPresenter(2, hall, both, cards, false).start(other::add);
        hall.start();

        assertThat(both.test(3)).as("a window of another device").isFalse();
        assertThat(shown.getLast().technician()).isEmpty();
        assertThat(both.test(2)).isTrue();
        assertThat(shown.getLast().technician()).isEmpty();
        assertThat(other.getLast().technician()).contains(new TechnicianPicture.Test("window-1"));
        both.identify();
        assertThat(shown.getLast().technician())
                .contains(new TechnicianPicture.Identify("window-1"));
        assertThat(other.getLast().technician())
                .contains(new TechnicianPicture.Identify("window-1"));
        time.advance(Duration.ofSeconds(11));
        assertThat(shown.getLast().technician()).isEmpty();
        assertThat(other.getLast().technician()).isEmpty();
    }
}
