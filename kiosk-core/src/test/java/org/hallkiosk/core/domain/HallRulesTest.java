package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Days, clock, epochs and configuration, rule by rule (EVENTS.md 4, 5, 10). */
class HallRulesTest {

    private final TestHall hall = TestHall.busy();

    @Test
    void aRestartOnTheSameDateOpensNoNewDay() {
        assertThat(hall.events(SYSTEM, new Command.OpenDay())).isEmpty();
    }

    @Test
    void aNewDayComesAfterTheOldOneIsClosed() {
        UUID waiting = hall.waits("A");
        UUID called = hall.waits("A");
        hall.done(SYSTEM, new Command.TicketCall(1, TestHall.byId(called)));
        hall.pass(Duration.ofDays(1));
        assertThat(hall.refused(SYSTEM, new Command.OpenDay())).isEqualTo(RefusalCode.DAY_OPEN);
        List<Event> closing = hall.events(SYSTEM, new Command.CloseDay());
        assertThat(closing)
                .contains(new Event.WindowClosed(1, "001", null))
                .endsWith(new Event.DayClosed(hall.today().minusDays(1), 2));
        assertThat(hall.status(waiting)).isEqualTo(TicketStatus.ENDED);
        assertThat(hall.status(called)).isEqualTo(TicketStatus.ENDED);
        assertThat(hall.state.waiting("A")).isZero();
        assertThat(hall.events(SYSTEM, new Command.CloseDay())).isEmpty();
        hall.done(SYSTEM, new Command.OpenDay());
        assertThat(hall.state.tickets()).isEmpty();
        assertThat(hall.ticket(hall.take("A", Priority.NONE)).number()).isEqualTo("A001");
    }

    @Test
    void closingEndsOpenOffers() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        hall.done(SYSTEM, new Command.TicketFinish(1, null));
        assertThat(hall.events(SYSTEM, new Command.CloseDay()))
                .startsWith(new Event.EvaluationExpired(id));
    }

    @Test
    void aDayIsNeverOpenedTwiceNorAnEarlierOne() {
        hall.done(SYSTEM, new Command.CloseDay());
        assertThat(hall.refused(SYSTEM, new Command.OpenDay())).isEqualTo(RefusalCode.DAY_PAST);
        hall.pass(Duration.ofDays(-2));
        assertThat(hall.refused(SYSTEM, new Command.OpenDay())).isEqualTo(RefusalCode.DAY_PAST);
    }

    @Test
    void afterAClockStepAPersonConfirms() {
        hall.done(SYSTEM, new Command.StepClock(3_600_000));
        hall.done(SYSTEM, new Command.CloseDay());
        hall.pass(Duration.ofDays(1));
        assertThat(hall.refused(SYSTEM, new Command.OpenDay()))
                .isEqualTo(RefusalCode.CLOCK_DOUBTFUL);
        assertThat(hall.refused(TestHall.D1, new Command.DayOpen()))
                .isEqualTo(RefusalCode.NOT_ALLOWED);
        assertThat(hall.events(Actor.staff("001"), new Command.DayOpen()))
                .containsExactly(
                        new Event.ClockStepped(0, true), new Event.DayOpened(hall.today()));
        assertThat(hall.events(Actor.staff("001"), new Command.DayOpen())).isEmpty();
    }

    @Test
    void aPersonWhoConfirmsOpensTheNewDayEvenOverAnOpenOne() {
        hall.done(SYSTEM, new Command.StepClock(-90_000));
        hall.pass(Duration.ofDays(1));
        assertThat(hall.events(Actor.staff("001"), new Command.DayOpen()))
                .startsWith(new Event.ClockStepped(0, true))
                .endsWith(new Event.DayOpened(hall.today()))
                .contains(new Event.DayClosed(hall.today().minusDays(1), 0));
    }

    @Test
    void theEnginesTimeNeverGoesBack() {
        hall.take("A", Priority.NONE);
        Instant last = hall.state.at();
        hall.pass(Duration.ofHours(-3));
        hall.take("A", Priority.NONE);
        assertThat(hall.journal.getLast().at()).isEqualTo(last);
    }

    @Test
    void eventsComeInOrderOrNotAtAll() {
        EventRecord last = hall.journal.getLast();
        assertThatThrownBy(() -> hall.state.apply(last))
                .isInstanceOf(IllegalArgumentException.class);
        EventRecord gap = entry(1, last.seq() + 2, last.at(), new Event.ClockStepped(0, true));
        assertThatThrownBy(() -> hall.state.apply(gap))
                .isInstanceOf(IllegalArgumentException.class);
        EventRecord old =
                entry(1, last.seq() + 1, last.at().minusMillis(1), new Event.ClockStepped(0, true));
        assertThatThrownBy(() -> hall.state.apply(old))
                .isInstanceOf(IllegalArgumentException.class);
        EventRecord lower = entry(1, 1, last.at(), new Event.EpochOpened(0, 0, false, null));
        assertThatThrownBy(() -> hall.state.apply(lower))
                .isInstanceOf(IllegalArgumentException.class);
        EventRecord strange =
                entry(1, last.seq() + 1, last.at(), new Event.TicketUnconfirmed(new UUID(1, 2)));
        assertThatThrownBy(() -> hall.state.apply(strange))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private EventRecord entry(long epoch, long seq, Instant at, Event event) {
        return new EventRecord(hall.newId(), "hall-1", epoch, seq, at, null, SYSTEM, null, event);
    }

    @Test
    void anEpochCountsFromOneAndIsHigher() {
        hall.done(SYSTEM, new Command.OpenEpoch(4, true));
        assertThat(hall.state.epoch()).isEqualTo(4);
        assertThat(hall.state.seq()).isEqualTo(1);
        assertThat(hall.state.recovering()).isTrue();
        assertThatThrownBy(() -> hall.tell(SYSTEM, new Command.OpenEpoch(4, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new QueueEngine()
                                        .decide(
                                                new HallState(),
                                                new Command.OpenDay(),
                                                hall.context(SYSTEM, null, null)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConfigurationIsBasedOnTheNewest() {
        assertThat(hall.refused(SYSTEM, put(TestHall.config(), 0)))
                .isEqualTo(RefusalCode.CONFIG_STALE);
        assertThat(hall.done(SYSTEM, put(TestHall.config(), 1)))
                .isEqualTo(new Answer.ConfigStored(2));
        assertThat(hall.done(TestHall.D1, new Command.ConfigGet(null)))
                .isEqualTo(new Answer.ConfigIs(TestHall.config().withVersion(2), TestHall.staff()));
        assertThat(hall.refused(TestHall.D1, new Command.ConfigGet(1)))
                .isEqualTo(RefusalCode.CONFIG_STALE);
        assertThat(hall.refused(TestHall.D1, put(TestHall.config(), 2)))
                .isEqualTo(RefusalCode.NOT_ALLOWED);
    }

    private static Command.ConfigPut put(HallConfig config, int basedOn) {
        return new Command.ConfigPut(config, TestHall.staff(), basedOn);
    }

    @Test
    void staffChangesAreAnEventOfTheirOwn() {
        List<Staff> more = new ArrayList<>(TestHall.staff());
        more.add(new Staff("005", "李五", "科长", "社保局", "会议"));
        assertThat(hall.events(SYSTEM, new Command.ConfigPut(TestHall.config(), more, 1)))
                .hasSize(2)
                .last()
                .isEqualTo(new Event.StaffChanged(more));
        hall.done(SYSTEM, new Command.WindowOpen(1, "005", null));
        assertThat(hall.view(1).whereabouts()).isEqualTo("会议");
    }

    @Test
    void nothingInUseIsTakenAway() {
        hall.waits("A");
        HallConfig config = TestHall.config();
        assertInUse(with(config, c -> c, List.of(), config.ranges()), "windows");
        assertInUse(
                with(
                        config,
                        c -> c.id().equals("A") ? category("A", "X") : c,
                        config.windows(),
                        config.ranges()),
                "categories");
        HallConfig.Ranges ranges =
                new HallConfig.Ranges(
                        new HallConfig.Range(1, 800),
                        new HallConfig.Range(801, 899),
                        new HallConfig.Range(900, 999));
        assertInUse(with(config, c -> c, config.windows(), ranges), "ranges");
        // What nobody has used today may change.
        hall.done(
                SYSTEM,
                put(
                        with(
                                config,
                                c -> c.id().equals("B") ? category("B", "X") : c,
                                config.windows(),
                                config.ranges()),
                        1));
        assertThat(hall.ticket(hall.take("B", Priority.NONE)).number()).isEqualTo("X001");
    }

    private void assertInUse(HallConfig config, String field) {
        assertThat(hall.tell(SYSTEM, put(config, 1)))
                .isEqualTo(new Decision.Refused(Refusal.of(RefusalCode.IN_USE, "field", field)));
    }

    @Test
    void aConfigurationIsLookedThrough() {
        HallConfig good = TestHall.config();
        assertThat(ConfigRules.problem(good, TestHall.staff())).isNull();
        List<HallConfig.Area> areas = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            areas.add(new HallConfig.Area("z" + i, "区", "1F", true));
        }
        assertProblem(
                new HallConfig(
                        0,
                        "大厅",
                        areas,
                        List.of(),
                        List.of(),
                        good.ranges(),
                        good.rules(),
                        List.of(),
                        Map.of()),
                "areas.specialist");
        assertProblem(
                with(good, c -> category(c.id(), "A"), good.windows(), good.ranges()),
                "categories.prefix");
        assertProblem(
                with(good, c -> category(c.id(), c.id() + "7"), good.windows(), good.ranges()),
                "categories.prefix");
        assertProblem(windows(good, TestHall.window(0, "w1", List.of("A"), true)), "windows.no");
        assertProblem(windows(good, TestHall.window(1000, "w1", List.of("A"), true)), "windows.no");
        assertProblem(
                windows(good, TestHall.window(1, "w1", List.of("Z"), true)), "windows.categories");
        HallConfig.Range same = new HallConfig.Range(1, 99);
        assertProblem(
                with(
                        good,
                        c -> c,
                        good.windows(),
                        new HallConfig.Ranges(same, same, new HallConfig.Range(100, 200))),
                "ranges");
        assertProblem(
                with(
                        good,
                        c -> c,
                        good.windows(),
                        new HallConfig.Ranges(
                                new HallConfig.Range(1, 1000),
                                same,
                                new HallConfig.Range(100, 200))),
                "ranges");
        Staff twice = TestHall.staff().getFirst();
        assertThat(requireNonNull(ConfigRules.problem(good, List.of(twice, twice))).args())
                .containsEntry("field", "staff.no");
    }

    private static void assertProblem(HallConfig config, String field) {
        Refusal problem = requireNonNull(ConfigRules.problem(config, List.of()));
        assertThat(problem.code()).isEqualTo(RefusalCode.CONFIG_INVALID);
        assertThat(problem.args()).containsEntry("field", field);
    }

    private static HallConfig.Category category(String id, String prefix) {
        return new HallConfig.Category(id, id, prefix, null);
    }

    private static HallConfig windows(HallConfig config, HallConfig.Window... windows) {
        return with(config, c -> c, List.of(windows), config.ranges());
    }

    private static HallConfig with(
            HallConfig config,
            UnaryOperator<HallConfig.Category> categories,
            List<HallConfig.Window> windows,
            HallConfig.Ranges ranges) {
        return new HallConfig(
                config.version(),
                config.name(),
                config.areas(),
                config.categories().stream().map(categories).toList(),
                windows,
                ranges,
                config.rules(),
                config.hours(),
                config.texts());
    }
}
