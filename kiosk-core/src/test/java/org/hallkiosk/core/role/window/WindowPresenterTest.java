package org.hallkiosk.core.role.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
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
        new WindowPresenter(1, hall, technician, new StaffCards(Optional.of(PICTURES)), false)
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
}
