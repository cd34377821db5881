package org.hallkiosk.core.role.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.SampleHall;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The newest call stands first and stands out; what is spoken is written. */
class BoardPresenterTest {

    private static final UUID ONE = new UUID(9, 1);
    private static final UUID TWO = new UUID(9, 2);

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final HallPicture hall = new HallPicture(strand, ZoneId.of("Asia/Shanghai"));
    private final List<BoardView> shown = new ArrayList<>();
    private final BoardPresenter presenter =
            new BoardPresenter(
                    strand, hall, new Technician(strand, "board-1", Set.of(), true), false);

    @BeforeEach
    void start() {
        presenter.start(shown::add);
        hall.start();
        hall.configured(SampleHall.config());
        hall.queue(SampleHall.queues(1, 3, 0), true);
    }

    private BoardView now() {
        return shown.getLast();
    }

    @Test
    void theNewestCallStandsFirstAndARecallIsNew() {
        hall.window(SampleHall.window(1, "A001", ONE, TicketStatus.CALLED, 1));
        hall.window(SampleHall.window(2, "D001", TWO, TicketStatus.CALLED, 1));
        assertThat(now().calls())
                .extracting(BoardView.Call::ticket)
                .containsExactly("D001", "A001");
        assertThat(now().caption()).contains("D001");

        time.advance(Duration.ofSeconds(13));
        assertThat(now().calls()).noneMatch(BoardView.Call::fresh);
        assertThat(now().caption()).isEmpty();
        hall.window(SampleHall.window(1, "A001", ONE, TicketStatus.CALLED, 2));
        assertThat(now().calls())
                .extracting(BoardView.Call::ticket)
                .containsExactly("A001", "D001");
        assertThat(now().calls().getFirst().fresh()).isTrue();

        hall.window(SampleHall.window(2, "D001", TWO, TicketStatus.SERVING, 1));
        assertThat(now().calls().getLast().serving()).isTrue();
        hall.window(SampleHall.ended(2, TWO));
        assertThat(now().calls()).extracting(BoardView.Call::ticket).containsExactly("A001");
    }

    @Test
    void queuesAndNoticesAreTheHalls() {
        assertThat(now().queues())
                .containsExactly(
                        new BoardView.Queue("综合业务", "1F 综合区", OptionalInt.of(3)),
                        new BoardView.Queue("税务", "", OptionalInt.of(0)));
        assertThat(now().notices())
                .containsExactly(
                        new BoardView.Notice(BoardView.Kind.HOURS, "09:00–17:00"),
                        new BoardView.Notice(BoardView.Kind.COMPLAINT, "12345"));
    }

    @Test
    void whatIsSpokenIsShownForAWhile() {
        presenter.said("大厅将于五分钟后关闭");
        assertThat(now().caption()).isEqualTo("大厅将于五分钟后关闭");
        time.advance(Duration.ofSeconds(11));
        assertThat(now().caption()).isEmpty();
    }
}
