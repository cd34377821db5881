package org.hallkiosk.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.OptionalInt;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device knows of the hall, and when it knows that it knows no more. */
class HallPictureTest {

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final HallPicture hall = new HallPicture(strand, ZoneId.of("Asia/Shanghai"));

    @BeforeEach
    void start() {
        hall.start();
        hall.configured(SampleHall.config());
        hall.queue(SampleHall.queues(1, 4, 0), true);
    }

    @Test
    void itIsStaleFifteenSecondsAfterTheLastLiveBeat() {
        time.advance(Duration.ofSeconds(14));
        assertThat(hall.staleSince()).isEmpty();
        hall.queue(SampleHall.queues(1, 5, 0), false);
        time.advance(Duration.ofSeconds(2));
        assertThat(hall.staleSince()).contains(LocalDateTime.of(2026, 11, 23, 9, 41));
        assertThat(hall.waiting("general")).isEqualTo(OptionalInt.of(5));

        hall.queue(SampleHall.queues(1, 6, 0), true);
        assertThat(hall.staleSince()).isEmpty();
    }

    @Test
    void stateOfAnEarlierEpochIsIgnored() {
        hall.queue(SampleHall.queues(2, 1, 0), true);
        hall.queue(SampleHall.queues(1, 99, 0), true);
        hall.window(SampleHall.window(1, WindowStatus.OPEN));

        assertThat(hall.waiting("general")).isEqualTo(OptionalInt.of(1));
        assertThat(hall.window(1)).isEmpty();
    }

    @Test
    void itIsClosedOutsideTheHoursUnlessAWindowIsOpen() {
        assertThat(hall.isClosed()).isFalse();
        time.advance(Duration.ofHours(8));
        assertThat(hall.minute().getHour()).isEqualTo(17);
        assertThat(hall.isClosed()).isTrue();

        hall.window(SampleHall.window(1, WindowStatus.PAUSED));
        assertThat(hall.isClosed()).isFalse();
        hall.window(SampleHall.window(1, WindowStatus.CLOSED));
        assertThat(hall.isClosed()).isTrue();
        assertThat(hall.hoursToday()).isEqualTo("09:00–17:00");

        time.advance(Duration.ofHours(10));
        assertThat(hall.hoursToday()).isEmpty();
        assertThat(hall.isClosed()).isTrue();
    }

    @Test
    void namesInAnotherLanguageAreTheHallsOwnTexts() {
        assertThat(hall.config().categoryName("tax", Locale.ENGLISH)).isEqualTo("Tax");
        assertThat(hall.config().categoryName("general", Locale.ENGLISH)).isEqualTo("综合业务");
        assertThat(hall.config().categoryName("tax", Texts.CHINESE)).isEqualTo("税务");
        assertThat(hall.config().place("general", Texts.CHINESE)).isEqualTo("1F 综合区");
        assertThat(hall.config().place("tax", Texts.CHINESE)).isEmpty();
    }

    @Test
    void everyMinuteIsNews() {
        int[] told = {0};
        hall.onChange(() -> told[0]++);
        time.advance(Duration.ofSeconds(61));
        assertThat(told[0]).isBetween(1, 3);
        hall.stop();
        int before = told[0];
        time.advance(Duration.ofMinutes(5));
        assertThat(told[0]).isEqualTo(before);
    }
}
