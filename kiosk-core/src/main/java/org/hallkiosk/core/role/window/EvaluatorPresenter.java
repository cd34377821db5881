package org.hallkiosk.core.role.window;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.EvaluatorView.Stage;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluator's screen of one window shows, and what a touch on it does. Levels are offered
 * only while the hall has opened the evaluator for the ticket that this window had last; a touch at
 * any other time does nothing. One evaluation for each opening (R50), and nobody has to (R52).
 *
 * <p>All methods are called on the device's strand, none blocks, and the screen is told there, only
 * when something on it changes.
 */
public final class EvaluatorPresenter {

    /**
     * A level that was touched is a vote, as on an evaluator with keys: it is sent when nobody
     * touches anything for so long, with the reasons chosen so far.
     */
    private static final Duration SEND_BY_ITSELF = Duration.ofSeconds(20);

    private static final Duration THANKS_SHOWN = Duration.ofSeconds(5);
    private static final Duration FAILURE_SHOWN = Duration.ofSeconds(10);

    /** 不满意 and below are 差评: a reason is asked for (evaluation.md). */
    private static final int BAD = 2;

    private final Strand strand;
    private final int window;
    private final Evaluator evaluator;
    private final HallPicture hall;
    private final Ids ids;
    private final Technician technician;
    private final StaffCards cards;
    private final Locale ownLanguage;
    private final EvaluationReasons reasons;
    private final boolean simulated;
    private Consumer<EvaluatorView> screen = view -> {};
    private @Nullable EvaluatorView shown;
    private Locale language;
    private Step step = Step.LEVELS;
    private @Nullable UUID ticket;
    private int level;
    private final Set<String> chosen = new LinkedHashSet<>();
    private Strand.@Nullable Timer timer;

    private enum Step {
        LEVELS,
        REASONS,
        SENDING,
        THANKS,
        FAILED
    }

    /**
     * Makes it for one window.
     *
     * @param language the one it returns to for each citizen
     */
    public EvaluatorPresenter(
            Strand strand,
            int window,
            Evaluator evaluator,
            HallPicture hall,
            Ids ids,
            Technician technician,
            StaffCards cards,
            Locale language,
            EvaluationReasons reasons,
            boolean simulated) {
        this.strand = strand;
        this.window = window;
        this.evaluator = evaluator;
        this.hall = hall;
        this.ids = ids;
        this.technician = technician;
        this.cards = cards;
        this.ownLanguage = language;
        this.language = language;
        this.reasons = reasons;
        this.simulated = simulated;
    }

    /** Shows from now on. */
    public void start(Consumer<EvaluatorView> newScreen) {
        screen = newScreen;
        hall.onChange(this::show);
        technician.onChange(this::show);
        evaluator.onChange(
                no -> {
                    if (no == window) {
                        offered();
                    }
                });
        show();
    }

    /** The evaluator opened, closed, or was used by another key. */
    private void offered() {
        UUID now = evaluator.ticket(window).orElse(null);
        boolean another = now != null && !now.equals(ticket);
        boolean over = now == null && (step == Step.LEVELS || step == Step.REASONS);
        if (another || over) {
            ticket = now;
            begin();
        }
        show();
    }

    private void begin() {
        step = Step.LEVELS;
        language = ownLanguage;
        chosen.clear();
        stopTimer();
    }

    /** Somebody touched something. */
    public void act(EvaluatorAction action) {
        switch (action) {
            case EvaluatorAction.Level touched -> level(touched.level());
            case EvaluatorAction.Reason touched -> reason(touched.code());
            case EvaluatorAction.Send send -> {
                if (step == Step.REASONS && !(needsReason() && chosen.isEmpty())) {
                    send();
                }
            }
            case EvaluatorAction.Back back -> back();
            case EvaluatorAction.Language other -> language = other.language();
        }
        show();
    }

    private void level(int touched) {
        if (step == Step.LEVELS && isOffered() && touched >= 1 && touched <= 5) {
            level = touched;
            step = Step.REASONS;
            chosen.clear();
            timer(SEND_BY_ITSELF, this::send);
        }
    }

    private void reason(String code) {
        if (step == Step.REASONS && reasons.codes(level).contains(code)) {
            if (!chosen.remove(code)) {
                chosen.add(code);
            }
            timer(SEND_BY_ITSELF, this::send);
        }
    }

    private void back() {
        if (step == Step.REASONS || step == Step.FAILED) {
            step = Step.LEVELS;
            stopTimer();
        }
    }

    private void send() {
        UUID forTicket = ticket;
        if (step != Step.REASONS || !isOffered()) {
            begin();
            show();
            return;
        }
        step = Step.SENDING;
        stopTimer();
        show();
        evaluator
                .press(ids.next(), window, level, List.copyOf(chosen))
                .thenAccept(
                        press -> {
                            if (forTicket != null && forTicket.equals(ticket)) {
                                ended(press);
                            }
                        });
    }

    private void ended(Evaluator.Press press) {
        boolean accepted =
                press instanceof Evaluator.Press.Kept
                        || (press instanceof Evaluator.Press.Sent sent
                                && sent.reply() instanceof HallClient.Reply.Accepted);
        step = accepted ? Step.THANKS : Step.FAILED;
        timer(
                accepted ? THANKS_SHOWN : FAILURE_SHOWN,
                () -> {
                    begin();
                    show();
                });
        show();
    }

    private void timer(Duration delay, Runnable task) {
        stopTimer();
        timer = strand.after(delay, task);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /**
     * Whether a press would be for the person who still stands here: once the window has called
     * somebody else, the one before cannot rate here any more.
     */
    private boolean isOffered() {
        Optional<UUID> open = evaluator.ticket(window);
        UUID atWindow = hall.window(window).map(WindowView::ticketId).orElse(null);
        return open.isPresent() && (atWindow == null || open.get().equals(atWindow));
    }

    private boolean needsReason() {
        return level <= BAD;
    }

    private void show() {
        EvaluatorView next = view();
        if (!next.equals(shown)) {
            shown = next;
            screen.accept(next);
        }
    }

    /** What the screen shows now. */
    public EvaluatorView view() {
        Optional<WindowView> view = hall.window(window);
        return new EvaluatorView(
                language,
                view.map(WindowView::label)
                        .or(() -> hall.windowConfig(window).map(w -> w.label()))
                        .orElse(Integer.toString(window)),
                view.flatMap(cards::of),
                hall.staleSince().isPresent(),
                simulated,
                technician.picture(window),
                stage(view));
    }

    private Stage stage(Optional<WindowView> view) {
        return switch (step) {
            case SENDING -> new EvaluatorView.Sending();
            case THANKS -> new EvaluatorView.Thanks();
            case FAILED -> new EvaluatorView.Failed();
            case LEVELS -> isOffered() ? new EvaluatorView.Choosing() : idle(view);
            case REASONS ->
                    isOffered()
                            ? new EvaluatorView.Reasons(level, offeredReasons(), needsReason())
                            : idle(view);
        };
    }

    private List<EvaluatorView.Reason> offeredReasons() {
        return reasons.codes(level).stream()
                .map(
                        code ->
                                new EvaluatorView.Reason(
                                        code, reasons.text(code, language), chosen.contains(code)))
                .toList();
    }

    private static Stage idle(Optional<WindowView> view) {
        return new EvaluatorView.Idle(
                switch (view.map(WindowView::status).orElse(WindowStatus.CLOSED)) {
                    case OPEN -> EvaluatorView.Duty.OPEN;
                    case PAUSED -> EvaluatorView.Duty.PAUSED;
                    case CLOSED -> EvaluatorView.Duty.CLOSED;
                });
    }
}
