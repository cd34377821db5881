package org.hallkiosk.ui.screen;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.DispenserView.Trouble;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.port.screen.TechnicianPicture;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.text.Texts;

/** Every state of every screen, with what a county hall would have in it. */
final class Samples {

    static final List<Locale> LANGUAGES = List.of(Texts.CHINESE, Locale.ENGLISH);

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 9, 41);
    private static final Optional<LocalDateTime> HEARD = Optional.empty();
    private static final Optional<LocalDateTime> STALE = Optional.of(NOW.minusMinutes(3));

    private static final String[][] CATEGORIES = {
        {"general", "综合业务", "1F 综合服务区", "General services", "1F General area", "12"},
        {"enterprise", "企业开办", "1F 企业开办专区", "Starting a business", "1F Enterprises", "3"},
        {
            "police",
            "公安（户籍、出入境、交管）",
            "1F 公安专区",
            "Police (residence, travel, traffic)",
            "1F Police",
            "128"
        },
        {"tax", "税务", "2F 税务专区", "Tax", "2F Tax", "7"},
        {"social", "社保", "2F 社保专区", "Social insurance", "2F Social insurance", "21"},
        {"medical", "医保", "2F 医保专区", "Medical insurance", "2F Medical insurance", "5"},
        {"fund", "公积金", "2F 公积金专区", "Housing fund", "2F Housing fund", "0"},
        {"estate", "不动产登记", "3F 不动产登记专区", "Real estate registration", "3F Real estate", "9"},
        {"fallback", "办不成事", "1F 办不成事反映窗口", "Unresolved matters", "1F Unresolved matters", "1"},
    };

    private static final List<TechnicianPicture> TECHNICIANS =
            List.of(
                    new TechnicianPicture.Identify("window-3"),
                    new TechnicianPicture.Test("window-3"));

    private Samples() {}

    /** The card of somebody with an honour and a picture, or without both. */
    static StaffCard card(boolean honoured) {
        return honoured
                ? new StaffCard("1001", "王芳", "综合窗口首席代表", "党员先锋岗", Optional.of(Portrait.file()))
                : new StaffCard("1003", "张敏", "窗口工作人员", "", Optional.empty());
    }

    static List<DispenserView.Category> categories(Locale language, int count) {
        boolean chinese = language.getLanguage().equals("zh");
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            String[] c = CATEGORIES[i % CATEGORIES.length];
                            return new DispenserView.Category(
                                    c[0] + i,
                                    // A hall with so many services gives them short names.
                                    count > 9 && !chinese
                                            ? c[3].split(" [(]", 2)[0].replace(" registration", "")
                                            : c[chinese ? 1 : 3],
                                    c[chinese ? 2 : 4],
                                    OptionalInt.of(Integer.parseInt(c[5])));
                        })
                .toList();
    }

    static DispenserView dispenser(
            Locale language, boolean large, boolean stale, int count, DispenserView.Stage stage) {
        return new DispenserView(
                language,
                large,
                NOW,
                language.getLanguage().equals("zh") ? "青山县政务服务中心" : "Qingshan County Service Hall",
                categories(language, count),
                stale ? STALE : HEARD,
                true,
                Optional.empty(),
                stage);
    }

    static DispenserView.Choosing choosing(Priority priority, Page page) {
        return new DispenserView.Choosing(priority, true, List.of(), Optional.empty(), page);
    }

    private static DispenserView.Choosing areas(Locale language) {
        boolean chinese = language.getLanguage().equals("zh");
        List<DispenserView.Area> areas =
                new java.util.ArrayList<>(
                        java.util.stream.IntStream.range(0, CATEGORIES.length)
                                .mapToObj(
                                        i -> {
                                            String[] c = CATEGORIES[i];
                                            String[] place = c[chinese ? 2 : 4].split(" ", 2);
                                            return new DispenserView.Area(
                                                    c[0],
                                                    place[1],
                                                    place[0],
                                                    OptionalInt.of(Integer.parseInt(c[5])));
                                        })
                                .toList());
        areas.add(new DispenserView.Area("", "", "", OptionalInt.of(4)));
        return new DispenserView.Choosing(Priority.NONE, true, areas, Optional.empty(), Page.WHOLE);
    }

    static Map<String, DispenserView.Stage> stages(Locale language) {
        boolean chinese = language.getLanguage().equals("zh");
        String name = chinese ? "公安（户籍、出入境、交管）" : "Police (registration, traffic)";
        String place = chinese ? "1F 公安专区" : "1F Police";
        DispenserView.Given number = new DispenserView.Given("C045", OptionalInt.of(128), place);
        Map<String, DispenserView.Stage> all = new LinkedHashMap<>();
        all.put("choosing", choosing(Priority.NONE, Page.WHOLE));
        all.put("choosing-elderly", choosing(Priority.ELDERLY, Page.WHOLE));
        all.put(
                "priority",
                new DispenserView.ChoosingPriority(
                        List.of(
                                Priority.ELDERLY,
                                Priority.DISABLED,
                                Priority.PREGNANT,
                                Priority.MILITARY,
                                Priority.FIRE_RESCUE)));
        all.put(
                "area",
                new DispenserView.Choosing(
                        Priority.NONE,
                        true,
                        List.of(),
                        Optional.of(chinese ? "公安专区" : "Police"),
                        new Page(1, 3)));
        all.put("areas", areas(language));
        all.put("starting", new DispenserView.Starting());
        all.put("closed", new DispenserView.HallClosed("09:00–12:00 / 13:30–17:00"));
        all.put("closed-all-day", new DispenserView.HallClosed(""));
        all.put("asking", new DispenserView.Asking(name));
        all.put("printing", new DispenserView.Printing(name, number));
        all.put("take", new DispenserView.TakeTicket(name, number, true));
        all.put(
                "take-next",
                new DispenserView.TakeTicket(
                        name, new DispenserView.Given("C045", OptionalInt.of(0), place), true));
        all.put(
                "take-offline-unconfirmed",
                new DispenserView.TakeTicket(
                        name, new DispenserView.Given("C701", OptionalInt.empty(), ""), false));
        for (Trouble why : Trouble.values()) {
            String word = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
            all.put("failed-" + word, new DispenserView.Failed(name, why));
        }
        all.put("out-of-paper", new DispenserView.OutOfService(Trouble.PRINTER));
        all.put("printer-gone", new DispenserView.OutOfService(Trouble.PRINTER_GONE));
        return all;
    }

    static Map<String, WindowScreenView> windows() {
        Optional<StaffCard> wang = Optional.of(card(true));
        List<String> does = List.of("综合业务", "办不成事");
        Map<String, WindowScreenView> all = new LinkedHashMap<>();
        all.put(
                "called",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Called("A012", "公安（户籍、出入境、交管）", 1)));
        all.put(
                "recalled",
                new WindowScreenView(
                        "12",
                        does,
                        wang,
                        HEARD,
                        false,
                        Optional.empty(),
                        new WindowScreenView.Called("AB012", "综合业务", 2)));
        all.put(
                "serving",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Serving(
                                "A012", "综合业务", List.of("A013", "K002", "A014"))));
        all.put(
                "waiting",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Waiting(List.of())));
        all.put(
                "waiting-next",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Waiting(List.of("A013", "K002", "A014"))));
        all.put(
                "paused",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Paused("二楼会议室开会，10:30 返回", "")));
        all.put(
                "closed",
                new WindowScreenView(
                        "3",
                        does,
                        Optional.empty(),
                        HEARD,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Closed()));
        all.put(
                "stale",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        STALE,
                        true,
                        Optional.empty(),
                        new WindowScreenView.Serving("A012", "综合业务", List.of("A013"))));
        all.put(
                "identify",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.of(new TechnicianPicture.Identify("window-3")),
                        new WindowScreenView.Waiting(List.of())));
        all.put(
                "test",
                new WindowScreenView(
                        "3",
                        does,
                        wang,
                        HEARD,
                        true,
                        Optional.of(new TechnicianPicture.Test("window-3")),
                        new WindowScreenView.Waiting(List.of())));
        return all;
    }

    static Map<String, BoardView> boards() {
        Map<String, BoardView> all = new LinkedHashMap<>();
        all.put("calls", board(7, 9, "请 A012 到 3 号窗口", false, Page.WHOLE));
        all.put("notices", board(4, 9, "", false, Page.WHOLE));
        all.put("empty", board(0, 9, "", false, Page.WHOLE));
        all.put("many-stale", board(7, 11, "", true, new Page(0, 3)));
        all.put("many-last", board(2, 3, "", false, new Page(2, 3)));
        all.put("identify", technician(new TechnicianPicture.Identify("board-1")));
        all.put("test", technician(new TechnicianPicture.Test("board-1")));
        return all;
    }

    private static BoardView technician(TechnicianPicture picture) {
        BoardView plain = board(4, 9, "", false, Page.WHOLE);
        return new BoardView(
                plain.hallName(),
                plain.minute(),
                plain.calls(),
                plain.callPage(),
                plain.queues(),
                plain.queuePage(),
                plain.notices(),
                plain.caption(),
                plain.staleSince(),
                plain.simulated(),
                Optional.of(picture));
    }

    private static BoardView board(
            int calls, int queues, String caption, boolean stale, Page page) {
        List<BoardView.Call> called =
                java.util.stream.IntStream.range(0, calls)
                        .mapToObj(
                                i ->
                                        new BoardView.Call(
                                                "ABCDEFGHK".charAt(i % 9) + "0" + (12 + i),
                                                Integer.toString(3 + 4 * i),
                                                CATEGORIES[i % 9][1],
                                                i > 1,
                                                i == 0 && !caption.isEmpty()))
                        .toList();
        List<BoardView.Queue> lines =
                java.util.stream.IntStream.range(0, queues)
                        .mapToObj(
                                i ->
                                        new BoardView.Queue(
                                                CATEGORIES[i % 9][1],
                                                CATEGORIES[i % 9][2],
                                                OptionalInt.of(
                                                        Integer.parseInt(CATEGORIES[i % 9][5]))))
                        .toList();
        return new BoardView(
                "青山县政务服务中心",
                NOW,
                called,
                page,
                lines,
                page,
                List.of(
                        new BoardView.Notice(BoardView.Kind.HOURS, "09:00–17:00"),
                        new BoardView.Notice(BoardView.Kind.BOOKING, "0000-1234567"),
                        new BoardView.Notice(BoardView.Kind.COMPLAINT, "12345"),
                        new BoardView.Notice(
                                BoardView.Kind.NOTE, "12:00–13:30 值班服务，已取号的办事群众继续服务到办完")),
                caption,
                stale ? STALE : HEARD,
                true,
                Optional.empty());
    }

    static Map<String, EvaluatorView> evaluators(Locale language) {
        Map<String, EvaluatorView.Stage> stages = new LinkedHashMap<>();
        stages.put("idle", new EvaluatorView.Idle(EvaluatorView.Duty.OPEN));
        stages.put("idle-paused", new EvaluatorView.Idle(EvaluatorView.Duty.PAUSED));
        stages.put("idle-closed", new EvaluatorView.Idle(EvaluatorView.Duty.CLOSED));
        stages.put("choosing", new EvaluatorView.Choosing());
        for (int level = 5; level >= 1; level--) {
            stages.put("reasons-" + level, reasons(language, level, level == 4));
        }
        stages.put("reasons-1-chosen", reasons(language, 1, true));
        stages.put("sending", new EvaluatorView.Sending());
        stages.put("thanks", new EvaluatorView.Thanks());
        stages.put("failed", new EvaluatorView.Failed());
        Map<String, EvaluatorView> all = new LinkedHashMap<>();
        stages.forEach(
                (name, stage) ->
                        all.put(
                                name,
                                new EvaluatorView(
                                        language,
                                        "3",
                                        Optional.of(card(true)),
                                        name.equals("idle-paused"),
                                        true,
                                        Optional.empty(),
                                        stage)));
        for (TechnicianPicture picture : TECHNICIANS) {
            all.put(
                    picture instanceof TechnicianPicture.Test ? "test" : "identify",
                    new EvaluatorView(
                            language,
                            "3",
                            Optional.of(card(false)),
                            false,
                            true,
                            Optional.of(picture),
                            new EvaluatorView.Choosing()));
        }
        return all;
    }

    private static EvaluatorView.Reasons reasons(Locale language, int level, boolean some) {
        String base = "org.hallkiosk.core.role.window.reasons2020";
        Texts texts = Texts.of(base, language);
        List<EvaluatorView.Reason> reasons =
                java.util.Arrays.stream(texts.get("level." + level).split(",", -1))
                        .map(
                                code ->
                                        new EvaluatorView.Reason(
                                                code,
                                                texts.get("reason." + code),
                                                some && (code.endsWith("9") || code.endsWith("1"))))
                        .toList();
        return new EvaluatorView.Reasons(level, reasons, level <= 2);
    }
}
