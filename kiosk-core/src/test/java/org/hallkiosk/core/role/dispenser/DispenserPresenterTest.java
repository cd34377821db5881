package org.hallkiosk.core.role.dispenser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.port.CodeReader;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.DispenserView.Trouble;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.port.screen.TechnicianPicture;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.core.role.MemoryLog;
import org.hallkiosk.core.role.SampleHall;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a citizen sees from the touch to the ticket in the hand, and what a touch leads to. */
class DispenserPresenterTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final EvaluationDesk NO_RATINGS =
            (id, rating, offline, patience) -> new CompletableFuture<>();

    private static final DispenserView.Choosing CHOOSING =
            new DispenserView.Choosing(
                    Priority.NONE, true, List.of(), Optional.empty(), Page.WHOLE);

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final Hall hall = new Hall();
    private final Printer printer = new Printer();
    private final HallPicture picture = new HallPicture(strand, ZONE);
    private final List<DispenserView> shown = new ArrayList<>();
    private long ids;
    private final MemoryLog log = new MemoryLog(strand);
    private final Dispenser dispenser =
            new Dispenser(
                    DispenserSettings.of("hall", "dispenser-1", ZONE),
                    strand,
                    hall,
                    printer,
                    log,
                    new HandingIn("dispenser-1", strand, hall, NO_RATINGS, log),
                    this::nextId);
    private final Technician technician = new Technician(strand, "dispenser-1", Set.of(), true);
    private final DispenserPresenter presenter =
            new DispenserPresenter(
                    strand, dispenser, picture, this::nextId, technician, Texts.CHINESE, false);

    private final List<Consumer<CodeReader.Reading>> scans = new ArrayList<>();

    private UUID nextId() {
        return new UUID(0, ++ids);
    }

    @BeforeEach
    void start() {
        picture.start();
        presenter.start(shown::add);
        dispenser.reads(scans::add);
        dispenser.start();
        assertThat(now().stage()).isEqualTo(new DispenserView.Starting());
        picture.configured(SampleHall.config());
        dispenser.configured(SampleHall.config());
        picture.queue(SampleHall.queues(1, 12, 0), true);
        time.advance(Duration.ofSeconds(1));
    }

    private DispenserView now() {
        return shown.getLast();
    }

    private void touch(String category) {
        presenter.act(new DispenserAction.Take(category));
    }

    @Test
    void aTouchLeadsToATicketAndBackToTheChoice() {
        assertThat(now().stage()).isEqualTo(CHOOSING);
        assertThat(now().categories().getFirst())
                .isEqualTo(
                        new DispenserView.Category(
                                "general", "综合业务", "1F 综合区", OptionalInt.of(12)));

        touch("general");
        assertThat(now().stage()).isEqualTo(new DispenserView.Asking("综合业务"));
        hall.give("A013", 12);
        DispenserView.Given number = new DispenserView.Given("A013", OptionalInt.of(12), "1F 综合区");
        assertThat(now().stage()).isEqualTo(new DispenserView.Printing("综合业务", number));
        printer.reached(ProofLevel.PRINTED);
        assertThat(now().stage()).isEqualTo(new DispenserView.TakeTicket("综合业务", number, true));
        printer.ended(ProofLevel.CUT);
        time.advance(Duration.ofSeconds(7));
        assertThat(now().stage()).isInstanceOf(DispenserView.TakeTicket.class);
        time.advance(Duration.ofSeconds(2));
        assertThat(now().stage()).isEqualTo(CHOOSING);
    }

    @Test
    void aPriorityIsChosenForOneTicket() {
        presenter.act(new DispenserAction.Choose(Priority.MILITARY));
        assertThat(now().stage()).as("nobody asked for a priority").isEqualTo(CHOOSING);
        presenter.act(new DispenserAction.AskPriority());
        assertThat(now().stage())
                .isEqualTo(
                        new DispenserView.ChoosingPriority(
                                List.of(
                                        Priority.ELDERLY,
                                        Priority.DISABLED,
                                        Priority.PREGNANT,
                                        Priority.MILITARY,
                                        Priority.FIRE_RESCUE)));
        touch("general");
        assertThat(hall.takes()).as("there is no category to touch").isZero();
        time.advance(Duration.ofSeconds(1));
        presenter.act(new DispenserAction.Choose(Priority.APPOINTMENT));
        assertThat(now().stage()).isInstanceOf(DispenserView.ChoosingPriority.class);
        presenter.act(new DispenserAction.Choose(Priority.ELDERLY));
        touch("general");
        assertThat(hall.takes()).as("the second half of a double touch").isZero();
        assertThat(now().stage()).isEqualTo(choosing(Priority.ELDERLY));

        time.advance(Duration.ofSeconds(1));
        touch("general");
        assertThat(hall.takes.getLast().priority()).isEqualTo(Priority.ELDERLY);
        hall.give("A013", 0);
        printer.reached(ProofLevel.PRINTED);
        presenter.act(new DispenserAction.Back());
        assertThat(now().stage()).as("the next person's own").isEqualTo(CHOOSING);
    }

    @Test
    void aPriorityIsLeftAgainOrForgotten() {
        presenter.act(new DispenserAction.AskPriority());
        presenter.act(new DispenserAction.Back());
        assertThat(now().stage()).isEqualTo(CHOOSING);
        time.advance(Duration.ofSeconds(1));
        presenter.act(new DispenserAction.AskPriority());
        time.advance(Duration.ofSeconds(1));
        presenter.act(new DispenserAction.Choose(Priority.DISABLED));
        assertThat(now().stage()).isEqualTo(choosing(Priority.DISABLED));
        time.advance(Duration.ofSeconds(61));
        assertThat(now().stage()).isEqualTo(CHOOSING);
    }

    private static DispenserView.Choosing choosing(Priority priority) {
        return new DispenserView.Choosing(priority, true, List.of(), Optional.empty(), Page.WHOLE);
    }

    @Test
    void moreThanOnePageIsTurned() {
        picture.configured(large(20, 1));
        assertThat(now().categories()).hasSize(20);
        presenter.act(new DispenserAction.LargeType(true));
        assertThat(now().categories()).hasSize(12);
        assertThat(page()).isEqualTo(new Page(0, 2));
        presenter.act(new DispenserAction.Turn(1));
        assertThat(now().categories()).hasSize(8);
        assertThat(now().categories().getLast().id()).isEqualTo("c19");
        presenter.act(new DispenserAction.Turn(7));
        assertThat(page()).as("there are no more").isEqualTo(new Page(1, 2));
        presenter.act(new DispenserAction.LargeType(false));
        assertThat(page()).isEqualTo(Page.WHOLE);
    }

    @Test
    void aLargeHallIsEnteredByItsAreas() {
        picture.configured(large(30, 3));
        DispenserView.Choosing areas = (DispenserView.Choosing) now().stage();
        assertThat(areas.areas())
                .extracting(DispenserView.Area::id)
                .containsExactly("a0", "a1", "");
        assertThat(now().categories()).isEmpty();
        presenter.act(new DispenserAction.Area("nowhere"));
        assertThat(now().stage()).isEqualTo(areas);

        presenter.act(new DispenserAction.Area("a1"));
        assertThat(now().categories()).hasSize(10).allMatch(c -> !c.id().equals("c0"));
        assertThat(((DispenserView.Choosing) now().stage()).area()).contains("区1");
        touch("c1");
        assertThat(hall.takes()).as("the second half of a double touch").isZero();
        time.advance(Duration.ofSeconds(1));
        presenter.act(new DispenserAction.Back());
        assertThat(now().stage()).isEqualTo(areas);
        time.advance(Duration.ofSeconds(1));
        presenter.act(new DispenserAction.Area(""));
        assertThat(now().categories()).hasSize(10);
        time.advance(Duration.ofSeconds(61));
        assertThat(now().stage()).as("left alone").isEqualTo(areas);
    }

    private Page page() {
        return ((DispenserView.Choosing) now().stage()).page();
    }

    /** Categories in turn of so many parts of the hall, the last of which is no area. */
    private static HallConfig large(int categories, int parts) {
        HallConfig small = SampleHall.config();
        return new HallConfig(
                2,
                small.name(),
                IntStream.range(0, parts - 1)
                        .mapToObj(i -> new HallConfig.Area("a" + i, "区" + i, "1F", true))
                        .toList(),
                IntStream.range(0, categories)
                        .mapToObj(
                                i ->
                                        new HallConfig.Category(
                                                "c" + i,
                                                "业务" + i,
                                                "X" + i,
                                                i % parts == parts - 1 ? null : "a" + i % parts))
                        .toList(),
                small.windows(),
                small.ranges(),
                small.rules(),
                small.hours(),
                small.texts());
    }

    @Test
    void aTechnicianFindsTheScreen() {
        technician.identify();
        assertThat(now().technician()).contains(new TechnicianPicture.Identify("dispenser-1"));
        assertThat(now().stage()).isEqualTo(CHOOSING);
        time.advance(Duration.ofSeconds(11));
        assertThat(now().technician()).isEmpty();
    }

    @Test
    void aDoubleTouchIsOneRequest() {
        touch("general");
        touch("general");
        touch("tax");
        hall.give("A013", 12);
        touch("general");

        assertThat(hall.takes()).isEqualTo(1);
    }

    @Test
    void theSecondHalfOfADoubleTouchOnDoneTakesNothing() {
        touch("general");
        hall.give("A013", 12);
        presenter.act(new DispenserAction.Back());
        assertThat(now().stage()).isInstanceOf(DispenserView.Printing.class);
        printer.reached(ProofLevel.PRINTED);
        presenter.act(new DispenserAction.Back());
        assertThat(now().stage()).isEqualTo(CHOOSING);

        time.advance(Duration.ofMillis(300));
        touch("tax");
        assertThat(hall.takes()).isEqualTo(1);
        time.advance(Duration.ofMillis(300));
        touch("tax");
        assertThat(hall.takes()).isEqualTo(2);
    }

    @Test
    void newsOfAnEarlierVisitChangesNothing() {
        touch("general");
        hall.give("A013", 12);
        printer.reached(ProofLevel.PRINTED);
        SlipPrinter.Progress earlier = printer.last();
        presenter.act(new DispenserAction.Back());
        time.advance(Duration.ofSeconds(1));
        touch("tax");
        earlier.ended(ProofLevel.TAKEN);

        assertThat(now().stage()).isEqualTo(new DispenserView.Asking("税务"));
    }

    @Test
    void aPrinterThatNeedsCareStopsTheChoiceAndGivesItBack() {
        printer.become(SlipPrinter.Readiness.NEEDS_CARE);
        assertThat(now().stage()).isEqualTo(new DispenserView.OutOfService(Trouble.PRINTER));
        touch("general");
        assertThat(hall.takes()).isZero();
        printer.become(SlipPrinter.Readiness.GONE);
        assertThat(now().stage()).isEqualTo(new DispenserView.OutOfService(Trouble.PRINTER_GONE));
        printer.become(SlipPrinter.Readiness.READY);
        assertThat(now().stage()).isEqualTo(CHOOSING);
    }

    @Test
    void everyFailureHasItsSentence() {
        touch("general");
        hall.refuse(RefusalCode.NUMBERS_EXHAUSTED);
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("综合业务", Trouble.EXHAUSTED));
        time.advance(Duration.ofSeconds(16));
        touch("general");
        hall.refuse(RefusalCode.DAY_NOT_OPEN);
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("综合业务", Trouble.NOT_OPEN));
        time.advance(Duration.ofSeconds(16));
        touch("general");
        hall.give("A013", 0);
        printer.ended(ProofLevel.FAILED);
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("综合业务", Trouble.PRINT_FAILED));
        time.advance(Duration.ofSeconds(16));
        touch("general");
        time.advance(Duration.ofSeconds(3));
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("综合业务", Trouble.NO_NUMBERS));
    }

    @Test
    void aBookingsCodeIsFollowedAsATouchIs() {
        scan(new CodeReader.Reading.Code("B-1"));
        assertThat(now().stage()).isEqualTo(new DispenserView.Asking(""));
        hall.give("A013", 0);
        assertThat(now().stage())
                .isEqualTo(
                        new DispenserView.Printing(
                                "综合业务",
                                new DispenserView.Given("A013", OptionalInt.of(0), "1F 综合区")));
        printer.reached(ProofLevel.PRINTED);
        printer.ended(ProofLevel.CUT);
        time.advance(Duration.ofSeconds(9));
        assertThat(now().stage()).isEqualTo(CHOOSING);

        scan(new CodeReader.Reading.Code("B-1"));
        hall.refuse(RefusalCode.BOOKING_USED);
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("", Trouble.BOOKING_USED));
    }

    @Test
    void aCodeDoesNotPushAsideWhoeverIsServed() {
        touch("general");
        scan(new CodeReader.Reading.Unreadable());
        assertThat(now().stage()).isEqualTo(new DispenserView.Asking("综合业务"));
        hall.give("A013", 0);
        printer.reached(ProofLevel.PRINTED);
        printer.ended(ProofLevel.CUT);
        scan(new CodeReader.Reading.Unreadable());
        assertThat(now().stage()).isEqualTo(new DispenserView.Failed("", Trouble.UNREADABLE_CODE));
    }

    private void scan(CodeReader.Reading reading) {
        scans.forEach(listener -> listener.accept(reading));
    }

    @Test
    void aPrinterThatCannotVouchSaysSo() {
        touch("general");
        hall.give("A013", 0);
        printer.ended(ProofLevel.ACCEPTED);

        assertThat(now().stage())
                .isEqualTo(
                        new DispenserView.TakeTicket(
                                "综合业务",
                                new DispenserView.Given("A013", OptionalInt.of(0), "1F 综合区"),
                                false));
    }

    @Test
    void languageAndTypeGoBackWhenNobodyTouches() {
        presenter.act(new DispenserAction.Language(Locale.ENGLISH));
        presenter.act(new DispenserAction.LargeType(true));
        assertThat(now().language()).isEqualTo(Locale.ENGLISH);
        assertThat(now().largeType()).isTrue();
        assertThat(now().categories().getLast().name()).isEqualTo("Tax");
        time.advance(Duration.ofSeconds(59));
        assertThat(now().largeType()).isTrue();
        time.advance(Duration.ofSeconds(2));
        assertThat(now().largeType()).isFalse();
        assertThat(now().language()).isEqualTo(Texts.CHINESE);
    }

    @Test
    void aStaleHallIsSaidAndTheClosedHallToo() {
        time.advance(Duration.ofSeconds(16));
        assertThat(now().staleSince()).isPresent();
        assertThat(now().stage()).isEqualTo(CHOOSING);
        time.advance(Duration.ofHours(8));
        assertThat(now().stage()).isEqualTo(new DispenserView.HallClosed("09:00–17:00"));
        touch("general");
        assertThat(hall.takes()).isZero();
    }

    @Test
    void whatDoesNotChangeIsNotShownAgain() {
        int before = shown.size();
        picture.queue(SampleHall.queues(1, 12, 0), true);
        picture.queue(SampleHall.queues(1, 12, 0), true);
        assertThat(shown).hasSize(before);
    }

    /** A hall that answers a take or a check-in when the test says so. */
    private static final class Hall implements HallClient {
        private final List<Command.TicketTake> takes = new ArrayList<>();
        private @Nullable CompletableFuture<Reply> waiting;

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public void onConnection(Runnable listener) {}

        @Override
        public CompletionStage<Reply> request(
                UUID id, Command.Request command, @Nullable HandIn offline, Duration patience) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            if (command instanceof Command.TicketTake take) {
                takes.add(take);
                waiting = reply;
            } else if (command instanceof Command.BookingCheckIn) {
                waiting = reply;
            }
            return reply;
        }

        int takes() {
            return takes.size();
        }

        void give(String ticket, int ahead) {
            answer(
                    new Reply.Accepted(
                            new Answer.TicketGiven(
                                    ticket, new UUID(1, takes.size()), ahead, null, null)));
        }

        void refuse(RefusalCode code) {
            answer(new Reply.Refused(new Refusal(code, Map.of())));
        }

        private void answer(Reply reply) {
            CompletableFuture<Reply> now = waiting;
            assertThat(now).isNotNull();
            if (now != null) {
                now.complete(reply);
            }
        }
    }

    /** A printer that gets as far as the test says. */
    private static final class Printer implements SlipPrinter {
        private final List<Progress> running = new ArrayList<>();
        private Readiness readiness = Readiness.READY;
        private Runnable listener = () -> {};

        @Override
        public void print(TicketSlip slip, Progress progress) {
            running.add(progress);
        }

        @Override
        public void printTestPage(Progress progress) {}

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public void onReadiness(Runnable newListener) {
            listener = newListener;
        }

        void become(Readiness now) {
            readiness = now;
            listener.run();
        }

        Progress last() {
            return running.getLast();
        }

        void reached(ProofLevel level) {
            last().reached(level);
        }

        void ended(ProofLevel level) {
            last().ended(level);
        }
    }
}
