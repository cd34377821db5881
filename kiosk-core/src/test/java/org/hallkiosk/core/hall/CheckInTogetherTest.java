package org.hallkiosk.core.hall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.CodeReader;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.role.dispenser.Taking;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A booking's code before a dispenser's scanner, with everything between it and the journal. */
class CheckInTogetherTest {

    private static final String CODE = "HK-BOOKING-0001";

    private SimulatedHall hall = new SimulatedHall();
    private final List<Taking> news = new ArrayList<>();
    private Consumer<CodeReader.Reading> scanner = reading -> {};

    @BeforeEach
    void aScannerAndBookings() {
        hall.device.execute(
                () -> {
                    hall.dispenser.reads(listener -> scanner = listener);
                    hall.dispenser.onScan(news::add);
                });
        hall.role
                .hall()
                .submit(
                        Hall.Question.system(
                                "test",
                                new Command.RegisterBookings(
                                        List.of(
                                                Booking.unused(
                                                        CODE,
                                                        "general",
                                                        hall.time.now().minusSeconds(60),
                                                        hall.time.now().plusSeconds(3600),
                                                        "王*")))));
        hall.settle();
    }

    private void scan(String text) {
        hall.device.execute(() -> scanner.accept(new CodeReader.Reading.Code(text)));
    }

    private List<Ticket> tickets() {
        return List.copyOf(hall.role.hall().state().tickets());
    }

    @Test
    void aScanChecksInAndPrintsAsATouchDoes() {
        scan(CODE);
        hall.settle();
        assertThat(news.getLast())
                .isInstanceOfSatisfying(
                        Taking.Issued.class,
                        issued -> {
                            assertThat(issued.ticket()).isEqualTo("A001");
                            assertThat(issued.proof()).isEqualTo(ProofLevel.CUT);
                            assertThat(issued.last()).isTrue();
                        });
        assertThat(hall.printer.printed)
                .singleElement()
                .satisfies(
                        slip -> {
                            assertThat(slip.categoryName()).isEqualTo("综合业务");
                            assertThat(slip.place()).isEqualTo("1F 综合区");
                            assertThat(slip.qrCode()).doesNotContain(CODE);
                        });
        assertThat(tickets())
                .singleElement()
                .satisfies(t -> assertThat(t.priority()).isEqualTo(Priority.APPOINTMENT));
    }

    @Test
    void aCodeThatStaysOrComesAgainGivesNoSecondTicket() {
        for (int i = 0; i < 5; i++) {
            scan(CODE);
            hall.time.advance(Duration.ofMillis(100));
        }
        hall.settle();
        scan(CODE);
        hall.settle();
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(tickets()).hasSize(1);
        assertThat(news.getLast())
                .isInstanceOfSatisfying(
                        Taking.Refused.class,
                        refused ->
                                assertThat(refused.refusal().code())
                                        .isEqualTo(RefusalCode.BOOKING_USED));
    }

    @Test
    void hostileCodesAreUnknownBookingsAndNothingElse() {
        for (String text :
                List.of("no booking", "\",\"x\":\"", "'; DROP TABLE event; --", "B".repeat(4096))) {
            news.clear();
            scan(text);
            hall.settle();
            assertThat(news.getLast())
                    .isInstanceOfSatisfying(
                            Taking.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().code())
                                            .isEqualTo(RefusalCode.BOOKING_UNKNOWN));
        }
        hall.device.execute(() -> scanner.accept(new CodeReader.Reading.Unreadable()));
        hall.settle();
        assertThat(news.getLast()).isEqualTo(new Taking.Impossible(Taking.Reason.UNREADABLE_CODE));
        assertThat(tickets()).isEmpty();
        scan(CODE);
        hall.settle();
        assertThat(tickets()).hasSize(1);
    }

    @Test
    void withoutTheHallThereIsNoSecondTicketAndLaterThereIsOne() {
        hall.crashHall();
        scan(CODE);
        hall.time.advance(Duration.ofSeconds(5));
        assertThat(news.getLast()).isEqualTo(new Taking.Impossible(Taking.Reason.NO_BOOKINGS));
        assertThat(hall.printer.printed).isEmpty();

        hall.startHall();
        hall.time.advance(Duration.ofSeconds(30));
        scan(CODE);
        hall.settle();
        assertThat(hall.printer.printed).hasSize(1);
        assertThat(tickets()).hasSize(1);
    }

    @Test
    void killedAtAnyMomentABookingGivesOneTicket() {
        for (int millis = 0; millis < 40; millis++) {
            hall = new SimulatedHall();
            aScannerAndBookings();
            scan(CODE);
            hall.time.advance(Duration.ofMillis(millis));
            hall.crashHall();
            hall.time.advance(Duration.ofSeconds(5));
            hall.startHall();
            hall.time.advance(Duration.ofSeconds(30));
            scan(CODE);
            hall.time.advance(Duration.ofSeconds(5));
            assertThat(tickets()).as("killed after %d ms", millis).hasSize(1);
            assertThat(hall.printer.printed)
                    .as("killed after %d ms", millis)
                    .isNotEmpty()
                    .allMatch(slip -> slip.ticket().equals("A001"));
        }
    }

    @Test
    void aFailedPrintGivesTheBookingBack() {
        hall.printer.end = ProofLevel.FAILED;
        scan(CODE);
        hall.settle();
        hall.printer.end = ProofLevel.CUT;
        scan(CODE);
        hall.settle();
        assertThat(hall.printer.printed)
                .extracting(slip -> slip.ticket())
                .containsExactly("A001", "A002");
    }

    @Test
    void aPrinterThatNeedsCareUsesNoBooking() {
        hall.printer.readiness = SlipPrinter.Readiness.NEEDS_CARE;
        scan(CODE);
        hall.settle();
        assertThat(news).containsExactly(new Taking.Impossible(Taking.Reason.PRINTER));
        assertThat(tickets()).isEmpty();
    }

    @Test
    void noNameInClearStandsInTheJournal() {
        scan(CODE);
        hall.settle();
        List<String> events = new ArrayList<>();
        for (Entry entry : hall.journal.read(Position.START, 1000)) {
            events.add(new String(entry.bytes(), StandardCharsets.UTF_8));
        }
        assertThat(events.stream().filter(e -> e.contains("BookingRegistered")))
                .singleElement()
                .asString()
                .contains("\"name\":\"王*\"");
    }
}
