package org.hallkiosk.core.role.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.Page;
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
        hall.window(SampleHall.window(1, "A001", ONE, TicketStatus.SERVING, 2));
        assertThat(now().calls())
                .as("who sits there is sought no more")
                .noneMatch(BoardView.Call::fresh);

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
    void manyCallsTakeTurnsAndANewOneComesFirst() {
        for (int no = 1; no <= 10; no++) {
            hall.window(SampleHall.window(no, "A10" + no, new UUID(8, no), TicketStatus.CALLED, 1));
        }
        assertThat(now().calls()).hasSize(BoardView.CALLS);
        assertThat(now().callPage()).isEqualTo(new Page(0, 2));
        time.advance(Duration.ofSeconds(9));
        assertThat(now().callPage()).as("new calls stay").isEqualTo(new Page(0, 2));
        time.advance(Duration.ofSeconds(12));
        assertThat(now().callPage()).isEqualTo(new Page(1, 2));
        assertThat(now().calls())
                .extracting(BoardView.Call::ticket)
                .containsExactly("A103", "A102", "A101");
        hall.window(SampleHall.window(1, "A101", new UUID(8, 1), TicketStatus.CALLED, 2));
        assertThat(now().callPage()).isEqualTo(new Page(0, 2));
        assertThat(now().calls().getFirst().ticket()).isEqualTo("A101");
    }

    @Test
    void manyQueuesAndLongNoticesTakeTurns() {
        HallConfig small = SampleHall.config();
        List<HallConfig.Category> categories =
                IntStream.range(0, 25)
                        .mapToObj(i -> new HallConfig.Category("c" + i, "业务" + i, "X" + i, null))
                        .toList();
        hall.configured(
                new HallConfig(
                        2,
                        small.name(),
                        small.areas(),
                        categories,
                        small.windows(),
                        small.ranges(),
                        small.rules(),
                        small.hours(),
                        Map.of("notice.1", "一".repeat(60), "notice.2", "二".repeat(60))));
        Set<String> names = new HashSet<>();
        Set<String> notices = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            assertThat(now().queuePage()).isEqualTo(new Page(i, 3));
            now().queues().forEach(queue -> names.add(queue.name()));
            now().notices().forEach(notice -> notices.add(notice.text()));
            assertThat(now().notices().size()).isBetween(1, 2);
            time.advance(Duration.ofSeconds(10));
            hall.queue(SampleHall.queues(1, 3, 0), true);
        }
        assertThat(names).hasSize(25);
        assertThat(notices).hasSize(3);
        assertThat(now().queuePage()).isEqualTo(new Page(0, 3));
    }

    @Test
    void whatIsSpokenIsShownForAWhile() {
        presenter.said("大厅将于五分钟后关闭");
        assertThat(now().caption()).isEqualTo("大厅将于五分钟后关闭");
        time.advance(Duration.ofSeconds(11));
        assertThat(now().caption()).isEmpty();
    }
}
