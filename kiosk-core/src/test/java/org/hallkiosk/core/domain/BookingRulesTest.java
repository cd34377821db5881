package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BookingRulesTest {

    private static final String CODE = "HK-BOOKING-0001";

    private final TestHall hall = TestHall.busy();
    private final Instant start = hall.now;

    private void register(String code, Instant from, Instant to) {
        hall.done(
                TestHall.SYSTEM,
                new Command.RegisterBookings(List.of(Booking.unused(code, "B", from, to, "王*"))));
    }

    private void registerForNow() {
        register(CODE, start.minusSeconds(60), start.plusSeconds(3600));
    }

    private static Command.BookingCheckIn checkIn() {
        return new Command.BookingCheckIn(CODE, "d1");
    }

    private Ticket given(Command.BookingCheckIn command) {
        Answer answer = hall.done(TestHall.D1, command);
        return hall.ticket(((Answer.TicketGiven) answer).ticketId());
    }

    private static void prove(TestHall hall, UUID ticket, ProofLevel level) {
        hall.done(TestHall.D1, new Command.TicketProof(ticket, level, true));
    }

    private static final Actor SERVICE = Actor.staff("yuyue");

    @Test
    void theBookingSystemRegistersReplacesAndCancels() {
        Booking first = Booking.unused("YY-1", "B", hall.now, hall.now.plusSeconds(3600), "王*");
        assertThat(hall.events(SERVICE, new Command.BookingRegister(first))).hasSize(1);
        assertThat(hall.events(SERVICE, new Command.BookingRegister(first)))
                .as("the same again")
                .isEmpty();
        Booking moved = Booking.unused("YY-1", "B", hall.now, hall.now.plusSeconds(7200), "王*");
        assertThat(hall.events(SERVICE, new Command.BookingRegister(moved))).hasSize(1);
        assertThat(hall.state.booking("YY-1")).isEqualTo(moved);
        assertThat(hall.events(SERVICE, new Command.BookingCancel("YY-1")))
                .containsExactly(new Event.BookingCancelled("YY-1"));
        assertThat(hall.state.booking("YY-1")).isNull();
        assertThat(hall.refused(SERVICE, new Command.BookingCancel("YY-1")))
                .isEqualTo(RefusalCode.BOOKING_UNKNOWN);
        assertThat(hall.refused(TestHall.D1, new Command.BookingCheckIn("YY-1", "d1")))
                .isEqualTo(RefusalCode.BOOKING_UNKNOWN);
    }

    @Test
    void aUsedBookingStaysAsItWasUsed() {
        Booking booking = Booking.unused("YY-1", "B", hall.now, hall.now.plusSeconds(3600), "王*");
        hall.done(SERVICE, new Command.BookingRegister(booking));
        hall.done(TestHall.D1, new Command.BookingCheckIn("YY-1", "d1"));
        assertThat(hall.refused(SERVICE, new Command.BookingCancel("YY-1")))
                .isEqualTo(RefusalCode.BOOKING_USED);
        Booking moved = Booking.unused("YY-1", "B", hall.now, hall.now.plusSeconds(7200), "王*");
        assertThat(hall.events(SERVICE, new Command.BookingRegister(moved))).isEmpty();
    }

    @Test
    void devicesRegisterNothingAndNamesAreMasked() {
        Booking clear = Booking.unused("YY-1", "B", hall.now, hall.now.plusSeconds(3600), "王小明");
        assertThat(hall.refused(TestHall.D1, new Command.BookingRegister(clear)))
                .isEqualTo(RefusalCode.NOT_ALLOWED);
        assertThat(hall.refused(TestHall.D1, new Command.BookingCancel("YY-1")))
                .isEqualTo(RefusalCode.NOT_ALLOWED);
        assertThat(hall.refused(SERVICE, new Command.BookingRegister(clear)))
                .isEqualTo(RefusalCode.BAD_REQUEST);
    }

    @Test
    void aCheckInIsATakeWithThePriorityOfAnAppointment() {
        registerForNow();
        List<Event> events = hall.events(TestHall.D1, checkIn());
        assertThat(events)
                .satisfiesExactly(
                        taken -> {
                            Event.TicketTaken e = (Event.TicketTaken) taken;
                            assertThat(e.ticket()).isEqualTo("B001");
                            assertThat(e.priority()).isEqualTo(Priority.APPOINTMENT);
                            assertThat(e.device()).isEqualTo("d1");
                        },
                        used ->
                                assertThat(((Event.BookingCheckedIn) used).booking())
                                        .isEqualTo(CODE));
    }

    @Test
    void whoHasABookingIsCalledBeforeTheOrdinaryLine() {
        registerForNow();
        hall.waits("B");
        Ticket booked = given(checkIn());
        prove(hall, booked.id(), ProofLevel.CUT);
        assertThat(hall.callNext(1)).isEqualTo(booked.id());
    }

    @Test
    void anUnknownBookingIsRefusedAndTheCodeIsNotRepeated() {
        Decision decision = hall.tell(TestHall.D1, checkIn());
        Refusal refusal = ((Decision.Refused) decision).refusal();
        assertThat(refusal.code()).isEqualTo(RefusalCode.BOOKING_UNKNOWN);
        assertThat(refusal.args()).isEmpty();
    }

    @Test
    void itsTimeCounts() {
        register(CODE, start.plusSeconds(60), start.plusSeconds(120));
        assertThat(hall.refused(TestHall.D1, checkIn())).isEqualTo(RefusalCode.BOOKING_EARLY);
        hall.pass(Duration.ofSeconds(121));
        assertThat(hall.refused(TestHall.D1, checkIn())).isEqualTo(RefusalCode.BOOKING_LATE);
    }

    @Test
    void atBothEndsOfItsTimeItIsGood() {
        register(CODE, start.plusSeconds(60), start.plusSeconds(120));
        register("other", start.plusSeconds(60), start.plusSeconds(120));
        hall.pass(Duration.ofSeconds(60));
        given(checkIn());
        hall.pass(Duration.ofSeconds(60));
        given(new Command.BookingCheckIn("other", "d1"));
    }

    @Test
    void usedItIsRefusedAtEveryDispenser() {
        registerForNow();
        Ticket ticket = given(checkIn());
        assertThat(hall.refused(TestHall.D2, new Command.BookingCheckIn(CODE, "d2")))
                .as("while the paper is on its way")
                .isEqualTo(RefusalCode.BOOKING_USED);
        prove(hall, ticket.id(), ProofLevel.CUT);
        Decision again = hall.tell(TestHall.D1, checkIn());
        Refusal refusal = ((Decision.Refused) again).refusal();
        assertThat(refusal.code()).isEqualTo(RefusalCode.BOOKING_USED);
        assertThat(refusal.args()).containsEntry("ticket", "B001");
    }

    @Test
    void theSameRequestGivesTheSameTicketWhileNobodyVouchesForIt() {
        registerForNow();
        UUID request = hall.newId();
        Decision first = hall.tell(checkIn(), hall.context(TestHall.D1, request, null));
        Decision second = hall.tell(checkIn(), hall.context(TestHall.D1, request, null));
        assertThat(ticket(second)).isEqualTo(ticket(first));
        assertThat(TestHall.accepted(second).events()).isEmpty();
    }

    @Test
    void anIdOfAnotherTakeIsNoCheckIn() {
        registerForNow();
        UUID request = hall.newId();
        hall.tell(
                new Command.TicketTake("A", "d1", Priority.NONE),
                hall.context(TestHall.D1, request, null));
        Decision decision = hall.tell(checkIn(), hall.context(TestHall.D1, request, null));
        assertThat(((Decision.Refused) decision).refusal().code()).isEqualTo(RefusalCode.ID_REUSED);
    }

    @Test
    void whoeverGotNoPaperGetsTheSameNumberAtTheSameDispenser() {
        registerForNow();
        Ticket first = given(checkIn());
        prove(hall, first.id(), ProofLevel.UNKNOWN);
        assertThat(hall.status(first.id())).isEqualTo(TicketStatus.UNCONFIRMED);
        assertThat(given(checkIn()).id()).isEqualTo(first.id());
        prove(hall, first.id(), ProofLevel.CUT);
        assertThat(hall.refused(TestHall.D1, checkIn())).isEqualTo(RefusalCode.BOOKING_USED);
    }

    @Test
    void aNumberThatNeverCameOntoPaperGivesItsBookingBack() {
        registerForNow();
        Ticket first = given(checkIn());
        prove(hall, first.id(), ProofLevel.FAILED);
        Ticket second = given(checkIn());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(hall.status(first.id())).isEqualTo(TicketStatus.WITHDRAWN);
    }

    @Test
    void whoWithdrewHasUsedIt() {
        registerForNow();
        Ticket ticket = given(checkIn());
        hall.done(TestHall.SYSTEM, new Command.TicketWithdraw(null, TestHall.byId(ticket.id())));
        assertThat(hall.refused(TestHall.D1, checkIn())).isEqualTo(RefusalCode.BOOKING_USED);
    }

    @Test
    void itCannotBeHandedIn() {
        registerForNow();
        Decision decision = hall.handIn(TestHall.D1, checkIn());
        assertThat(((Decision.Refused) decision).refusal().code())
                .isEqualTo(RefusalCode.NOT_OFFLINE);
    }

    @Test
    void aDispenserChecksInForItself() {
        registerForNow();
        assertThat(hall.refused(TestHall.D2, checkIn())).isEqualTo(RefusalCode.NOT_YOURS);
    }

    @Test
    void noNameInClearIsRegistered() {
        for (String name : List.of("王小明", "王小*明明", "")) {
            assertThat(registered("x", "B", start, start, name)).isEqualTo(RefusalCode.BAD_REQUEST);
        }
        assertThat(registered("", "B", start, start, "王*")).isEqualTo(RefusalCode.BAD_REQUEST);
        assertThat(registered("x", "B", start, start.minusSeconds(1), null))
                .isEqualTo(RefusalCode.BAD_REQUEST);
        assertThat(registered("x", "nothing", start, start, null))
                .isEqualTo(RefusalCode.UNKNOWN_CATEGORY);
        assertThat(hall.state.bookings()).isEmpty();
    }

    private RefusalCode registered(
            String code, String category, Instant from, Instant to, @Nullable String name) {
        return hall.refused(
                TestHall.SYSTEM,
                new Command.RegisterBookings(
                        List.of(Booking.unused(code, category, from, to, name))));
    }

    @Test
    void oneThatIsRegisteredAgainIsReplacedUnlessItWasUsed() {
        register(CODE, start.plusSeconds(60), start.plusSeconds(120));
        registerForNow();
        Ticket ticket = given(checkIn());
        registerForNow();
        Booking booking = hall.state.booking(CODE);
        assertThat(booking).isNotNull();
        assertThat(requireNonNull(booking).ticketId()).isEqualTo(ticket.id());
    }

    @Test
    void whatIsOverIsForgottenWithTheDayAndTheRestIsKept() {
        registerForNow();
        register("tomorrow", start.plus(Duration.ofDays(1)), start.plus(Duration.ofDays(2)));
        hall.done(TestHall.SYSTEM, new Command.CloseDay());
        hall.pass(Duration.ofDays(1));
        hall.done(TestHall.SYSTEM, new Command.OpenDay());
        assertThat(hall.state.bookings()).extracting(Booking::booking).containsExactly("tomorrow");
        assertThat(given(new Command.BookingCheckIn("tomorrow", "d1")).number()).isEqualTo("B001");
    }

    @Test
    void afterARestoreNobodyChecksInUntilWhatWasLostIsKnown() {
        registerForNow();
        Ticket ticket = given(checkIn());
        HallSnapshot lost = hall.state.snapshot();

        TestHall restored = TestHall.busy();
        restored.done(TestHall.SYSTEM, new Command.OpenEpoch(2, true));
        restored.done(
                TestHall.SYSTEM,
                new Command.RegisterBookings(
                        List.of(Booking.unused(CODE, "B", start, start.plusSeconds(3600), null))));
        assertThat(restored.refused(TestHall.D1, checkIn())).isEqualTo(RefusalCode.RECOVERING);

        restored.done(TestHall.SYSTEM, new Command.EndRecovery(lost, 1, lost.seq()));
        Booking booking = requireNonNull(restored.state.booking(CODE));
        assertThat(booking.ticketId()).isEqualTo(ticket.id());
        assertThat(restored.refused(TestHall.D2, new Command.BookingCheckIn(CODE, "d2")))
                .isEqualTo(RefusalCode.BOOKING_USED);
    }

    @Test
    void neitherCodeNorNameIsInItsDescription() {
        assertThat(Booking.unused(CODE, "B", start, start, "王*").toString())
                .doesNotContain(CODE)
                .doesNotContain("王");
        assertThat(checkIn().toString()).doesNotContain(CODE);
    }

    private static UUID ticket(Decision decision) {
        return ((Answer.TicketGiven) TestHall.accepted(decision).answer()).ticketId();
    }
}
