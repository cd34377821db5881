package org.hallkiosk.core.web.clerk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.EventStream;
import org.hallkiosk.core.web.Pages;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.web.hall.HallFrame;
import org.hallkiosk.core.web.hall.HallView;
import org.hallkiosk.core.web.hall.HallWatch;
import org.hallkiosk.core.web.hall.LivePiece;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.Guard;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.hal.time.Strand;

/**
 * {@code /clerk}: the windows; {@code /clerk/{window}}: one of them, to work at. What may be
 * pressed follows the window's state and what the hall's engine knows; the page's script holds one
 * press at a time until it is answered. There is no way to rate on it: the evaluation's state is
 * shown, and nothing else of it.
 */
public final class ClerkPages implements WebModule {

    private static final String LIST = "windows";
    private static final String LIST_TEMPLATE = "clerk/windows-live.jte";
    private static final String WINDOW = "window.";
    private static final String WINDOW_TEMPLATE = "clerk/window-live.jte";

    private final HallWatch watch;
    private final Strand strand;
    private final Guard guard;
    private final Predicate<String> knows;
    private final HallFrame frame;
    private final Pages pages = new Pages(Pages.CORE);
    private final EventStream stream = new EventStream(300);
    private final LivePiece live = new LivePiece(pages, stream);
    private final Map<Integer, Map<String, Object>> shown = new HashMap<>();

    /**
     * @param strand the hall's
     * @param knows whether the hall's engine has a verb
     */
    public ClerkPages(HallWatch watch, Strand strand, Guard guard, Predicate<String> knows) {
        this.watch = watch;
        this.strand = strand;
        this.guard = guard;
        this.knows = knows;
        this.frame = new HallFrame(watch);
        watch.addListener(this::publish);
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/clerk", guard.page(StaffRole.CLERK, strand, (r, who) -> list(r, who).now()));
        routes.get(
                "/clerk/{window}",
                guard.page(StaffRole.CLERK, strand, (r, who) -> window(r, who).now()));
        routes.events("/clerk-events", stream, guard.stream(StaffRole.CLERK));
    }

    private void publish(HallView view) {
        live.publish(LIST, LIST_TEMPLATE, Map.of("view", view));
        for (HallView.WindowRow row : view.windows()) {
            int no = row.view().window();
            Map<String, Object> now = values(view, row);
            // With many windows, most are as they were: their pieces need not be made again.
            if (!now.equals(shown.put(no, now))) {
                live.publish(WINDOW + no, WINDOW_TEMPLATE, now);
            }
        }
    }

    private Map<String, Object> values(HallView view, HallView.WindowRow row) {
        return Map.of(
                "row",
                row,
                "config",
                view.config(),
                "park",
                knows.test("ticket.park"),
                "transfer",
                knows.test("ticket.transfer"));
    }

    private Response list(Request request, Account who) {
        Texts texts = Texts.core(request.language());
        return pages.page(
                frame.of(request, who, texts.get("clerk.choose"), "/clerk-events"),
                "clerk/windows.jte",
                Map.of(
                        "name",
                        LivePiece.name(LIST, request.language()),
                        "piece",
                        live.render(
                                LIST_TEMPLATE, request.language(), Map.of("view", watch.look()))));
    }

    private Response window(Request request, Account who) {
        HallView view = watch.look();
        Optional<HallView.WindowRow> found =
                view.windows().stream()
                        .filter(
                                row ->
                                        Integer.toString(row.view().window())
                                                .equals(request.param("window")))
                        .findFirst();
        if (found.isEmpty()) {
            return Response.status(404);
        }
        HallView.WindowRow row = found.get();
        Texts texts = Texts.core(request.language());
        String title = texts.get("clerk.title", Map.of("label", row.view().label()));
        return pages.page(
                frame.of(request, who, title, "/clerk-events"),
                "clerk/window.jte",
                Map.of(
                        "texts",
                        texts,
                        "window",
                        row.view().window(),
                        "staff",
                        staff(who, view, row),
                        "user",
                        who.name(),
                        "name",
                        LivePiece.name(WINDOW + row.view().window(), request.language()),
                        "piece",
                        live.render(WINDOW_TEMPLATE, request.language(), values(view, row))));
    }

    /**
     * Under which staff number the reader works there. The demo's identity has none of its own and
     * takes the person on duty, or one of the hall's staff by the window's place in the list.
     */
    private static String staff(Account who, HallView view, HallView.WindowRow row) {
        if (who.staff() != null) {
            return who.staff();
        }
        if (row.view().staff() != null) {
            return row.view().staff().no();
        }
        List<Staff> all = view.staff();
        return all.isEmpty() ? "" : all.get(view.windows().indexOf(row) % all.size()).no();
    }
}
