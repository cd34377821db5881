package org.hallkiosk.core.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.SealedText;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.TestHall;

/** A day in which an event of every type happens, always the same. */
final class SampleDay {

    private final TestHall hall = TestHall.busy();

    /** The hall at the end of the day, with its journal. */
    static TestHall play() {
        SampleDay day = new SampleDay();
        day.morning();
        day.bookings();
        day.offline();
        day.aside();
        day.evening();
        return day.hall;
    }

    private void morning() {
        List<Staff> staff = new ArrayList<>(TestHall.staff());
        staff.add(new Staff("005", "李五", "科长", "社保局", "会议室"));
        hall.done(TestHall.SYSTEM, new Command.ConfigPut(TestHall.config(), staff, 1));
        hall.done(TestHall.W1, new Command.WindowPause(2, "002", "午餐"));
        UUID rated = hall.waits("A", Priority.ELDERLY);
        hall.waits("A");
        hall.callNext(1);
        hall.pass(Duration.ofSeconds(20));
        hall.done(TestHall.W1, new Command.TicketRecall(1, null));
        hall.done(TestHall.W1, new Command.TicketStart(1, null));
        hall.pass(Duration.ofMinutes(4));
        hall.tokenHash = RequestCodec.tokenHash("token-1");
        hall.done(TestHall.W1, new Command.TicketFinish(1, TestHall.byId(rated)));
        hall.tokenHash = RequestCodec.tokenHash("token-2");
        hall.done(TestHall.SYSTEM, new Command.ReofferEvaluation(rated));
        hall.done(
                TestHall.W1,
                new Command.EvaluationSubmit(
                        rated,
                        RequestCodec.tokenHash("token-2"),
                        5,
                        List.of("510", "517"),
                        new SealedText("case-1", "c2VhbGVk"),
                        "evaluator"));
        hall.callNext(1);
        hall.done(TestHall.W1, new Command.TicketFinish(1, null));
        hall.state.offered().stream()
                .toList()
                .forEach(t -> hall.done(TestHall.SYSTEM, new Command.ExpireEvaluation(t.id())));
        UUID failed = hall.take("B", Priority.NONE);
        hall.done(TestHall.D1, new Command.TicketProof(failed, ProofLevel.FAILED, true));
        UUID silent = hall.take("C", Priority.NONE);
        hall.pass(Duration.ofSeconds(60));
        hall.done(TestHall.SYSTEM, new Command.UnconfirmTicket(silent));
        hall.callNext(4);
        hall.done(TestHall.W2, new Command.TicketMiss(4, null));
    }

    private void bookings() {
        hall.done(
                TestHall.SYSTEM,
                new Command.RegisterBookings(
                        List.of(
                                Booking.unused(
                                        "booking-1",
                                        "B",
                                        hall.now,
                                        hall.now.plusSeconds(3600),
                                        "王*"))));
        hall.done(TestHall.D1, new Command.BookingCheckIn("booking-1", "d1"));
        hall.done(
                Actor.staff("yuyue"),
                new Command.BookingRegister(
                        Booking.unused(
                                "booking-2", "B", hall.now, hall.now.plusSeconds(3600), null)));
        hall.done(Actor.staff("yuyue"), new Command.BookingCancel("booking-2"));
    }

    private void aside() {
        UUID parked = hall.waits("A");
        hall.callNext(1);
        hall.done(TestHall.W1, new Command.TicketStart(1, null));
        hall.done(TestHall.W1, new Command.TicketPark(1, null, 15, "补材料"));
        hall.pass(Duration.ofMinutes(5));
        hall.done(TestHall.W1, new Command.TicketResume(1, TestHall.byId(parked)));
        hall.done(TestHall.W1, new Command.TicketPark(1, null, null, null));
        hall.pass(Duration.ofMinutes(30));
        hall.done(TestHall.SYSTEM, new Command.ReturnTicket(parked));
        hall.callNext(1);
        hall.done(TestHall.W1, new Command.TicketTransfer(1, null, "C", "应由公安窗口办理"));
        hall.callNext(4);
        hall.done(TestHall.W2, new Command.TicketFinish(4, null));
    }

    private void offline() {
        Answer.BlockGiven block =
                (Answer.BlockGiven) hall.done(TestHall.D1, new Command.BlockLease("A", 10));
        hall.pass(Duration.ofMinutes(10));
        hall.handIn(
                TestHall.D1,
                new Command.TicketAdopt(
                        hall.newId(),
                        block.block(),
                        block.epoch(),
                        "A700",
                        "A",
                        Priority.PREGNANT,
                        hall.now.minusSeconds(300),
                        300_000L));
        UUID called = hall.waits("A");
        hall.done(Actor.demo(), new Command.TicketCall(1, TestHall.byId(called)));
        hall.handIn(TestHall.W1, new Command.TicketFinish(1, TestHall.byId(called)));
        hall.handIn(TestHall.W1, new Command.TicketMiss(1, TestHall.byId(called)));
    }

    private void evening() {
        hall.done(TestHall.SYSTEM, new Command.MakeCheckpoint(hall.state.seq(), "0".repeat(64)));
        hall.done(TestHall.SYSTEM, new Command.StepClock(-120_000));
        TestHall lost = hall.branch();
        lost.happens(
                new Event.TicketTaken(
                        lost.newId(), "A005", "A", "d1", Priority.NONE, lost.newId()));
        hall.done(TestHall.SYSTEM, new Command.OpenEpoch(2, true));
        hall.waits("A");
        hall.done(
                TestHall.SYSTEM,
                new Command.EndRecovery(lost.state.snapshot(), 1, lost.state.seq()));
        hall.done(Actor.staff("001"), new Command.WindowClose(1, "001", "下班"));
        hall.done(TestHall.SYSTEM, new Command.CloseDay());
    }

    /** The types of a journal's events. */
    static Set<String> types(List<EventRecord> journal) {
        Set<String> types = new TreeSet<>();
        journal.forEach(entry -> types.add(EventCodec.type(entry.event())));
        return types;
    }

    /** The types that there are. */
    static Set<String> allTypes() {
        Set<String> types = new TreeSet<>();
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            types.add(type.getSimpleName());
        }
        return types;
    }
}
