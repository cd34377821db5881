package org.hallkiosk.core.role.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What the hall's board shows: the calls of all windows, the newest first, the queues, the hall's
 * notices, and what is being spoken. What has no room comes page by page, a few seconds each; a new
 * call brings the first page of the calls back.
 *
 * <p>All methods are called on the device's strand, none blocks, and the screen is told there, only
 * when something on it changes.
 */
public final class BoardPresenter {

    /** How long a new call stands out. */
    private static final Duration FRESH = Duration.ofSeconds(12);

    private static final Duration CAPTION_SHOWN = Duration.ofSeconds(10);

    /** How long a page stays when there are several: time to read eleven lines. */
    private static final Duration TURN = Duration.ofSeconds(10);

    /** How many characters of notices a board has room for, in two lines. */
    private static final int NOTICES = 84;

    /** What stands before a notice and after it, in characters. */
    private static final int LABEL = 9;

    /** A text of the hall's configuration whose key begins so is a notice. */
    private static final String NOTICE = "notice.";

    private final Strand strand;
    private final HallPicture hall;
    private final Technician technician;
    private final boolean simulated;
    private final Texts texts = Texts.core(Texts.CHINESE);
    private final Map<Integer, Heard> heard = new HashMap<>();
    private Consumer<BoardView> screen = view -> {};
    private @Nullable BoardView shown;
    private long order;
    private int callTurn;
    private int turn;
    private String caption = "";
    private Strand.@Nullable Timer captionTimer;

    /** A window's newest call, and its place among all calls of this process. */
    private record Heard(WindowView.Call call, long order, boolean fresh) {}

    /** Makes it. */
    public BoardPresenter(
            Strand strand, HallPicture hall, Technician technician, boolean simulated) {
        this.strand = strand;
        this.hall = hall;
        this.technician = technician;
        this.simulated = simulated;
    }

    /** Shows from now on. */
    public void start(Consumer<BoardView> newScreen) {
        screen = newScreen;
        hall.onChange(
                () -> {
                    listen();
                    show();
                });
        technician.onChange(this::show);
        strand.after(TURN, this::turn);
        show();
    }

    private void turn() {
        turn++;
        if (heard.values().stream().noneMatch(Heard::fresh)) {
            callTurn++;
        }
        show();
        strand.after(TURN, this::turn);
    }

    /** A line is spoken: it is shown for those who cannot hear it (speech.md). */
    public void said(String line) {
        caption = line;
        if (captionTimer != null) {
            captionTimer.cancel();
        }
        captionTimer =
                strand.after(
                        CAPTION_SHOWN,
                        () -> {
                            caption = "";
                            show();
                        });
        show();
    }

    private void listen() {
        for (WindowView view : hall.windows()) {
            Heard before = heard.get(view.window());
            if (view.call() == null) {
                heard.remove(view.window());
            } else if (before == null || !before.call().equals(view.call())) {
                Heard now =
                        new Heard(view.call(), order++, view.ticketStatus() == TicketStatus.CALLED);
                heard.put(view.window(), now);
                if (now.fresh()) {
                    callTurn = 0;
                    strand.after(FRESH, () -> settle(view.window(), now));
                    said(
                            texts.get(
                                    "sign.call",
                                    Map.of(
                                            "ticket",
                                            String.valueOf(view.ticket()),
                                            "label",
                                            view.label())));
                }
            }
        }
    }

    private void settle(int window, Heard which) {
        if (heard.replace(window, which, new Heard(which.call(), which.order(), false))) {
            show();
        }
    }

    private void show() {
        BoardView next = view();
        if (!next.equals(shown)) {
            shown = next;
            screen.accept(next);
        }
    }

    /** What the screen shows now. */
    public BoardView view() {
        List<BoardView.Call> calls = calls();
        Page callPage = page(calls.size(), BoardView.CALLS, callTurn);
        List<HallConfig.Category> categories = hall.config().categories();
        Page queuePage = page(categories.size(), BoardView.QUEUES, turn);
        List<List<BoardView.Notice>> notices = inPages(notices());
        return new BoardView(
                hall.config().hallName(Texts.CHINESE),
                hall.minute(),
                part(calls, BoardView.CALLS, callPage),
                callPage,
                part(categories, BoardView.QUEUES, queuePage).stream()
                        .map(
                                c ->
                                        new BoardView.Queue(
                                                hall.config().categoryName(c.id(), Texts.CHINESE),
                                                hall.config().place(c.id(), Texts.CHINESE),
                                                hall.waiting(c.id())))
                        .toList(),
                queuePage,
                notices.isEmpty() ? List.of() : notices.get(turn % notices.size()),
                caption,
                hall.staleSince(),
                simulated,
                technician.picture(null));
    }

    private static Page page(int things, int each, int turns) {
        int pages = Page.of(things, each, 0).of();
        return new Page(turns % pages, pages);
    }

    private static <T> List<T> part(List<T> all, int each, Page which) {
        int from = which.number() * each;
        return all.subList(from, Math.min(from + each, all.size()));
    }

    /** As many notices together as two lines hold; a long one stands alone. */
    private static List<List<BoardView.Notice>> inPages(List<BoardView.Notice> notices) {
        List<List<BoardView.Notice>> pages = new ArrayList<>();
        int left = 0;
        for (BoardView.Notice notice : notices) {
            int wanted = notice.text().length() + LABEL;
            if (pages.isEmpty() || wanted > left) {
                pages.add(new ArrayList<>());
                left = NOTICES;
            }
            pages.getLast().add(notice);
            left -= wanted;
        }
        return pages;
    }

    private List<BoardView.Call> calls() {
        return hall.windows().stream()
                .filter(view -> view.ticket() != null && heard.containsKey(view.window()))
                .sorted(
                        Comparator.comparingLong((WindowView view) -> order(view.window()))
                                .reversed())
                .map(this::call)
                .toList();
    }

    private long order(int window) {
        Heard call = heard.get(window);
        return call == null ? -1 : call.order();
    }

    private BoardView.Call call(WindowView view) {
        Heard call = heard.get(view.window());
        boolean serving = view.ticketStatus() == TicketStatus.SERVING;
        return new BoardView.Call(
                view.ticket() == null ? "" : view.ticket(),
                view.label(),
                view.category() == null ? "" : view.category(),
                serving,
                call != null && call.fresh() && !serving);
    }

    private List<BoardView.Notice> notices() {
        Map<String, String> texts = hall.config().texts();
        List<BoardView.Notice> notices = new ArrayList<>();
        if (!hall.hoursToday().isEmpty()) {
            notices.add(new BoardView.Notice(BoardView.Kind.HOURS, hall.hoursToday()));
        }
        text(texts, "phone.booking", BoardView.Kind.BOOKING).ifPresent(notices::add);
        text(texts, "phone.complaint", BoardView.Kind.COMPLAINT).ifPresent(notices::add);
        Stream.concat(
                        Stream.of("hours.note"),
                        texts.keySet().stream().filter(key -> key.startsWith(NOTICE)).sorted())
                .forEach(key -> text(texts, key, BoardView.Kind.NOTE).ifPresent(notices::add));
        return notices;
    }

    private static Optional<BoardView.Notice> text(
            Map<String, String> texts, String key, BoardView.Kind kind) {
        return Optional.ofNullable(texts.get(key)).map(text -> new BoardView.Notice(kind, text));
    }
}
