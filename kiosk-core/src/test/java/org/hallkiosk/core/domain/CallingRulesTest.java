package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hallkiosk.core.domain.TestHall.SYSTEM;
import static org.hallkiosk.core.domain.TestHall.W1;
import static org.hallkiosk.core.domain.TestHall.W2;
import static org.hallkiosk.core.domain.TestHall.byId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Windows and calls, rule by rule (OUTSIDE.md, TICKET.md). */
class CallingRulesTest {

    private final TestHall hall = TestHall.busy();

    private static Command.TicketCallNext next(int window, Command.Close close) {
        return new Command.TicketCallNext(window, null, close);
    }

    @Test
    void callsWhoHasWaitedLongestInAnyOfItsCategories() {
        UUID b = hall.waits("B");
        hall.pass(Duration.ofSeconds(1));
        UUID a = hall.waits("A");
        hall.waits("C");
        assertThat(hall.view(1).next()).containsExactly("B001", "A001");
        assertThat(hall.callNext(1)).isEqualTo(b);
        assertThat(hall.callNext(2)).isEqualTo(a);
        assertThat(hall.refused(SYSTEM, new Command.TicketCallNext(3, null, null)))
                .isEqualTo(RefusalCode.QUEUE_EMPTY);
    }

    @Test
    void priorityGoesFirstButNeverStopsTheOrdinaryLine() {
        for (int i = 0; i < 3; i++) {
            hall.waits("A");
        }
        for (int i = 0; i < 5; i++) {
            hall.waits("A", i % 2 == 0 ? Priority.ELDERLY : Priority.APPOINTMENT);
        }
        List<String> called = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String announced = hall.view(1).next().getFirst();
            UUID id = hall.callNext(1);
            called.add(hall.ticket(id).number());
            assertThat(called.getLast()).isEqualTo(announced);
            hall.done(SYSTEM, new Command.TicketFinish(1, null));
        }
        // Two with priority, one without, as long as both wait.
        assertThat(called)
                .containsExactly("A004", "A005", "A001", "A006", "A007", "A002", "A008", "A003");
    }

    @Test
    void nobodyStarvesHoweverManyWithPriorityCome() {
        UUID ordinary = hall.waits("A");
        int calls = 0;
        while (hall.status(ordinary) == TicketStatus.WAITING) {
            hall.waits("A", Priority.DISABLED);
            hall.callNext(1);
            hall.done(SYSTEM, new Command.TicketMiss(1, null));
            calls++;
        }
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void aBusyWindowIsRefusedUnlessItCloses() {
        UUID first = hall.waits("A");
        UUID second = hall.waits("A");
        UUID third = hall.waits("A");
        hall.callNext(1);
        Command plain = new Command.TicketCallNext(1, null, null);
        assertThat(hall.refused(SYSTEM, plain)).isEqualTo(RefusalCode.WINDOW_BUSY);
        assertThat(hall.events(SYSTEM, next(1, Command.Close.MISS)))
                .hasSize(2)
                .first()
                .isEqualTo(new Event.TicketMissed(first, 1, "001"));
        assertThat(hall.events(SYSTEM, next(1, Command.Close.FINISH)))
                .extracting(EventNames::of)
                .containsExactly(
                        "TicketStarted", "TicketFinished", "EvaluationOffered", "TicketCalled");
        assertThat(hall.status(first)).isEqualTo(TicketStatus.MISSED);
        assertThat(hall.status(second)).isEqualTo(TicketStatus.FINISHED);
        assertThat(hall.status(third)).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void withNobodyWaitingNothingIsClosedEither() {
        UUID only = hall.waits("A");
        hall.callNext(1);
        assertThat(hall.refused(SYSTEM, next(1, Command.Close.MISS)))
                .isEqualTo(RefusalCode.QUEUE_EMPTY);
        assertThat(hall.status(only)).isEqualTo(TicketStatus.CALLED);
    }

    @Test
    void afterIsWhatTheCallerSaw() {
        UUID first = hall.waits("A");
        UUID second = hall.waits("A");
        hall.waits("A");
        Command.Seen nobody = new Command.Seen(null);
        assertThat(hall.refused(W1, new Command.TicketCallNext(1, seen(first), null)))
                .isEqualTo(RefusalCode.STATE_CHANGED);
        hall.done(W1, new Command.TicketCallNext(1, nobody, null));
        // The page's press comes after the pad's: it saw nobody, and skips nobody.
        assertThat(hall.refused(W1, new Command.TicketCallNext(1, nobody, Command.Close.MISS)))
                .isEqualTo(RefusalCode.STATE_CHANGED);
        hall.done(W1, new Command.TicketCallNext(1, seen(first), Command.Close.MISS));
        assertThat(hall.status(second)).isEqualTo(TicketStatus.CALLED);
        hall.done(W1, new Command.TicketFinish(1, null));
        // A finished ticket is what the window still tells of; both views are up to date.
        assertThat(hall.view(1).ticketId()).isEqualTo(second);
        hall.done(W1, new Command.TicketCallNext(1, seen(second), null));
    }

    private static Command.Seen seen(UUID id) {
        return new Command.Seen(id);
    }

    @Test
    void aServingTicketCannotBeMissed() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        hall.done(W1, new Command.TicketStart(1, byId(id)));
        assertThat(hall.refused(W1, new Command.TicketMiss(1, byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
        assertThat(hall.refused(W1, new Command.TicketRecall(1, byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
        assertThat(hall.refused(W1, new Command.TicketWithdraw(1, byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
        hall.done(W1, new Command.TicketFinish(1, byId(id)));
        assertThat(hall.refused(W1, new Command.TicketFinish(1, byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
    }

    @Test
    void aMissedTicketMayBeCalledAgainByName() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        hall.done(W1, new Command.TicketMiss(1, null));
        assertThat(hall.state.waiting("A")).isZero();
        hall.done(W1, new Command.TicketCall(2, new TicketRef.ByNumber("A001")));
        assertThat(hall.view(2).ticketId()).isEqualTo(id);
        // Window 1 had it last, but it is another's now.
        assertThat(hall.view(1).ticketId()).isNull();
        assertThat(hall.refused(W1, new Command.TicketCall(1, byId(id))))
                .isEqualTo(RefusalCode.WRONG_STATE);
    }

    @Test
    void aTicketIsCalledOnlyWhereItsCategoryIsServed() {
        UUID c = hall.waits("C");
        assertThat(hall.refused(W1, new Command.TicketCall(1, byId(c))))
                .isEqualTo(RefusalCode.WRONG_CATEGORY);
        assertThat(hall.refused(W1, new Command.TicketCall(1, new TicketRef.ByNumber("A999"))))
                .isEqualTo(RefusalCode.UNKNOWN_TICKET);
    }

    @Test
    void stepsNameTheirTicketByWindowByIdOrByBoth() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        assertThat(hall.refused(W1, new Command.TicketStart(2, byId(id))))
                .isEqualTo(RefusalCode.NOT_AT_WINDOW);
        assertThat(hall.refused(W1, new Command.TicketStart(2, null)))
                .isEqualTo(RefusalCode.NOT_AT_WINDOW);
        assertThat(hall.refused(W1, new Command.TicketStart(null, null)))
                .isEqualTo(RefusalCode.BAD_REQUEST);
        hall.done(W1, new Command.TicketRecall(1, null));
        hall.done(W1, new Command.TicketStart(null, new TicketRef.ByNumber("A001")));
        hall.done(W1, new Command.TicketFinish(1, byId(id)));
    }

    @Test
    void aDeviceActsForItsOwnWindowsOnly() {
        UUID id = hall.waits("A");
        assertThat(hall.refused(W2, new Command.TicketCallNext(1, null, null)))
                .isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(W1, new Command.TicketCallNext(9, null, null)))
                .isEqualTo(RefusalCode.UNKNOWN_WINDOW);
        hall.callNext(1);
        assertThat(hall.refused(W2, new Command.TicketFinish(null, byId(id))))
                .isEqualTo(RefusalCode.NOT_YOURS);
        assertThat(hall.refused(W2, new Command.WindowPause(1, "001", null)))
                .isEqualTo(RefusalCode.NOT_YOURS);
    }

    @Test
    void staffActsForTheWindowTheyAreOnDutyAt() {
        hall.waits("A");
        assertThat(hall.refused(Actor.staff("002"), new Command.TicketCallNext(1, null, null)))
                .isEqualTo(RefusalCode.NOT_YOURS);
        hall.done(Actor.staff("001"), new Command.TicketCallNext(1, null, null));
        assertThat(hall.refused(Actor.staff("002"), new Command.WindowOpen(3, "003", null)))
                .isEqualTo(RefusalCode.NOT_YOURS);
    }

    @Test
    void withdrawTakesATicketBackWhereverItIs() {
        UUID waiting = hall.waits("A");
        UUID called = hall.waits("A");
        hall.done(SYSTEM, new Command.TicketCall(1, byId(called)));
        hall.done(TestHall.D1, new Command.TicketWithdraw(null, byId(waiting)));
        assertThat(hall.refused(TestHall.D2, new Command.TicketWithdraw(null, byId(called))))
                .isEqualTo(RefusalCode.NOT_YOURS);
        hall.done(W1, new Command.TicketWithdraw(1, null));
        assertThat(hall.status(waiting)).isEqualTo(TicketStatus.WITHDRAWN);
        assertThat(hall.status(called)).isEqualTo(TicketStatus.WITHDRAWN);
        assertThat(hall.view(1).ticket()).isNull();
        assertThat(hall.state.waiting("A")).isZero();
    }

    @Test
    void onlyAnOpenWindowCalls() {
        hall.waits("A");
        hall.done(W1, new Command.WindowPause(1, "001", "午餐"));
        assertThat(hall.view(1))
                .extracting(WindowView::status, WindowView::reason)
                .containsExactly(WindowStatus.PAUSED, "午餐");
        assertThat(hall.refused(W1, new Command.TicketCallNext(1, null, null)))
                .isEqualTo(RefusalCode.WINDOW_NOT_OPEN);
        hall.done(W1, new Command.WindowOpen(1, "001", null));
        hall.done(W1, new Command.WindowClose(1, "001", null));
        assertThat(hall.view(1).staff()).isNull();
        assertThat(hall.refused(W1, new Command.WindowPause(1, "001", null)))
                .isEqualTo(RefusalCode.WINDOW_NOT_OPEN);
    }

    @Test
    void nobodyLeavesAWindowThatHoldsATicket() {
        hall.waits("A");
        hall.callNext(1);
        assertThat(hall.refused(W1, new Command.WindowPause(1, "001", null)))
                .isEqualTo(RefusalCode.WINDOW_BUSY);
        assertThat(hall.refused(W1, new Command.WindowClose(1, "001", null)))
                .isEqualTo(RefusalCode.WINDOW_BUSY);
        assertThat(hall.refused(W1, new Command.WindowOpen(1, "002", null)))
                .isEqualTo(RefusalCode.WINDOW_BUSY);
        assertThat(hall.events(W1, new Command.WindowOpen(1, "001", null))).isEmpty();
    }

    @Test
    void onlyTheHallsStaffOpensAWindowExceptInTheDemo() {
        assertThat(hall.refused(W1, new Command.WindowOpen(1, "999", null)))
                .isEqualTo(RefusalCode.UNKNOWN_STAFF);
        hall.done(Actor.demo(), new Command.WindowOpen(1, "999", null));
        assertThat(requireNonNull(hall.view(1).staff()))
                .isEqualTo(new WindowView.OnDuty("999", "", ""));
    }

    @Test
    void theWindowsStateFollowsItsTicket() {
        UUID id = hall.waits("A");
        hall.callNext(1);
        WindowView called = hall.view(1);
        assertThat(called.ticket()).isEqualTo("A001");
        assertThat(called.category()).isEqualTo("综合");
        assertThat(called.ticketStatus()).isEqualTo(TicketStatus.CALLED);
        assertThat(requireNonNull(called.call()).count()).isEqualTo(1);
        assertThat(requireNonNull(called.staff()).name()).isEqualTo("张1");
        hall.done(W1, new Command.TicketFinish(1, null));
        WindowView finished = hall.view(1);
        assertThat(finished.ticket()).isNull();
        assertThat(finished.call()).isNull();
        assertThat(finished.ticketId()).isEqualTo(id);
        assertThat(finished.ticketStatus()).isEqualTo(TicketStatus.FINISHED);
    }

    @Test
    void theQueueTellsWaitsAndLastCalls() {
        hall.waits("A");
        hall.waits("A", Priority.ELDERLY);
        hall.pass(Duration.ofSeconds(90));
        hall.callNext(1);
        QueueView.Category line = QueueView.of(hall.state, hall.now).categories().getFirst();
        assertThat(line).isEqualTo(new QueueView.Category("A", "综合", 1, 90, "A002"));
    }

    private static final class EventNames {
        static String of(Event event) {
            return event.getClass().getSimpleName();
        }
    }
}
