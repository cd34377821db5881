package org.hallkiosk.core.role.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.core.role.MemoryLog;
import org.hallkiosk.core.role.SampleHall;
import org.hallkiosk.core.role.SilentHall;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One evaluation for each offer, none without, and every touch counts once. */
class EvaluatorPresenterTest {

    private static final UUID FIRST = new UUID(9, 1);
    private static final UUID SECOND = new UUID(9, 2);

    private record Sent(UUID ticketId, int level, List<String> codes) {}

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final List<Sent> sent = new ArrayList<>();
    private CompletableFuture<HallClient.Reply> reply = new CompletableFuture<>();
    private final MemoryLog log = new MemoryLog(strand);
    private final EvaluationDesk desk =
            (id, rating, offline, patience) -> {
                sent.add(new Sent(rating.ticketId(), rating.level(), rating.codes()));
                reply = new CompletableFuture<>();
                return reply;
            };
    private final Evaluator evaluator =
            new Evaluator(
                    strand,
                    desk,
                    new HandingIn("w", strand, new SilentHall(), desk, log),
                    () -> new UUID(1, 1),
                    Map.of());
    private final HallPicture hall = new HallPicture(strand, ZoneId.of("Asia/Shanghai"));
    private final List<EvaluatorView> shown = new ArrayList<>();
    private long ids;
    private final EvaluatorPresenter presenter =
            new EvaluatorPresenter(
                    strand,
                    1,
                    evaluator,
                    hall,
                    () -> new UUID(0, ++ids),
                    new Technician(strand, "window-1", Set.of(1), false),
                    new StaffCards(hall, Optional.empty()),
                    Texts.CHINESE,
                    EvaluationReasons.of2020(),
                    false);

    @BeforeEach
    void start() {
        hall.start();
        hall.configured(SampleHall.config());
        hall.window(SampleHall.ended(1, FIRST));
        presenter.start(shown::add);
    }

    private EvaluatorView.Stage now() {
        return shown.getLast().stage();
    }

    private void offer(UUID ticket) {
        evaluator.open(1, ticket, "token", Duration.ofMinutes(5));
    }

    @Test
    void nothingCanBeRatedWithoutAnOffer() {
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
        presenter.act(new EvaluatorAction.Level(5));
        presenter.act(new EvaluatorAction.Send());
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
        evaluator.open(2, FIRST, "token", Duration.ofMinutes(5));
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
        assertThat(sent).isEmpty();
    }

    @Test
    void aLevelWithReasonsIsSentOnceAndThanked() {
        offer(FIRST);
        assertThat(now()).isEqualTo(new EvaluatorView.Choosing());
        presenter.act(new EvaluatorAction.Level(5));
        presenter.act(new EvaluatorAction.Level(1));
        presenter.act(new EvaluatorAction.Reason("510"));
        presenter.act(new EvaluatorAction.Reason("517"));
        presenter.act(new EvaluatorAction.Reason("510"));
        presenter.act(new EvaluatorAction.Reason("115"));
        assertThat(now()).isInstanceOf(EvaluatorView.Reasons.class);
        presenter.act(new EvaluatorAction.Send());
        presenter.act(new EvaluatorAction.Send());
        assertThat(now()).isEqualTo(new EvaluatorView.Sending());
        assertThat(sent).containsExactly(new Sent(FIRST, 5, List.of("517")));

        accept();
        assertThat(now()).isEqualTo(new EvaluatorView.Thanks());
        time.advance(Duration.ofSeconds(6));
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
    }

    @Test
    void aBadRatingAsksForAReasonButIsNotLostWithoutOne() {
        offer(FIRST);
        presenter.act(new EvaluatorAction.Level(1));
        presenter.act(new EvaluatorAction.Send());
        assertThat(sent).isEmpty();
        assertThat(((EvaluatorView.Reasons) now()).needed()).isTrue();
        time.advance(Duration.ofSeconds(21));
        assertThat(sent).containsExactly(new Sent(FIRST, 1, List.of()));
    }

    @Test
    void whoeverChoosesAgainRatesAgain() {
        offer(FIRST);
        presenter.act(new EvaluatorAction.Level(1));
        presenter.act(new EvaluatorAction.Back());
        assertThat(now()).isEqualTo(new EvaluatorView.Choosing());
        time.advance(Duration.ofSeconds(60));
        assertThat(sent).isEmpty();
        presenter.act(new EvaluatorAction.Level(4));
        presenter.act(new EvaluatorAction.Send());
        assertThat(sent).containsExactly(new Sent(FIRST, 4, List.of()));
    }

    @Test
    void anUnansweredRatingIsKeptAndThanked() {
        offer(FIRST);
        presenter.act(new EvaluatorAction.Level(5));
        presenter.act(new EvaluatorAction.Send());
        assertThat(now()).isEqualTo(new EvaluatorView.Sending());
        reply.complete(new HallClient.Reply.NoAnswer("gone"));
        assertThat(now()).isEqualTo(new EvaluatorView.Thanks());
        assertThat(sent).as("sent, and handed in").hasSize(2);
        assertThat(log.waiting()).hasSize(1);
        accept();
        assertThat(log.waiting()).isEmpty();
    }

    @Test
    @ExpectLog("could not keep a step")
    void aRatingThatNobodyKeepsHasFailed() {
        offer(FIRST);
        presenter.act(new EvaluatorAction.Level(5));
        presenter.act(new EvaluatorAction.Send());
        log.refuse();
        reply.complete(new HallClient.Reply.NoAnswer("gone"));
        assertThat(now()).isEqualTo(new EvaluatorView.Failed());
        assertThat(sent).hasSize(1);
    }

    @Test
    void theOfferEndsWithItsTimeAndWithTheNextPerson() {
        offer(FIRST);
        time.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));

        offer(FIRST);
        hall.window(SampleHall.window(1, "A002", SECOND, TicketStatus.CALLED, 1));
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
        presenter.act(new EvaluatorAction.Level(1));
        presenter.act(new EvaluatorAction.Send());
        assertThat(sent).isEmpty();
    }

    @Test
    void eachCitizenBeginsInTheHallsLanguage() {
        offer(FIRST);
        presenter.act(new EvaluatorAction.Language(Locale.ENGLISH));
        presenter.act(new EvaluatorAction.Level(5));
        assertThat(shown.getLast().language()).isEqualTo(Locale.ENGLISH);
        hall.window(SampleHall.ended(1, SECOND));
        offer(SECOND);
        assertThat(shown.getLast().language()).isEqualTo(Texts.CHINESE);
        assertThat(now()).isEqualTo(new EvaluatorView.Choosing());
    }

    @Test
    void anIdleScreenIsTheStaffCard() {
        hall.window(SampleHall.window(1, WindowStatus.PAUSED));
        assertThat(now()).isEqualTo(new EvaluatorView.Idle(EvaluatorView.Duty.PAUSED));
        assertThat(shown.getLast().staff().orElseThrow().name()).isEqualTo("王芳");
    }

    @Test
    void everyReasonHasBothLanguages() {
        EvaluationReasons reasons = EvaluationReasons.of2020();
        for (int level = 1; level <= 5; level++) {
            assertThat(reasons.codes(level)).hasSize(8);
            for (String code : reasons.codes(level)) {
                assertThat(code).startsWith(Integer.toString(level));
                assertThat(reasons.text(code, Texts.CHINESE)).isNotBlank();
                assertThat(reasons.text(code, Locale.ENGLISH))
                        .isNotBlank()
                        .isNotEqualTo(reasons.text(code, Texts.CHINESE));
            }
        }
    }

    private void accept() {
        reply.complete(new HallClient.Reply.Accepted(new Answer.Done()));
    }
}
