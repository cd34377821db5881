package org.hallkiosk.core.web.hall;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.EventStream;
import org.hallkiosk.core.web.Pages;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.Guard;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.hal.time.Strand;

/**
 * {@code /}: the hall now, live; in the demo also what a citizen does, with pictures of the paper
 * and the panels.
 */
public final class HallPages implements WebModule {

    private static final String PIECE = "hall";
    private static final String TEMPLATE = "hall/live.jte";

    private final HallWatch watch;
    private final Strand strand;
    private final Guard guard;
    private final HallFrame frame;
    private final Optional<Demo> demo;
    private final Pages pages = new Pages(Pages.CORE);
    private final EventStream stream = new EventStream();
    private final LivePiece live = new LivePiece(pages, stream);

    /**
     * What the demo's page has besides.
     *
     * @param dispenser whose touches the page can make
     * @param pictures shown below the hall: panels and the newest ticket
     */
    public record Demo(String dispenser, List<Picture> pictures) {
        public Demo {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * A picture of what an emulated peripheral shows.
     *
     * @param title the key of its text
     * @param label the window whose peripheral it is; empty when it is no window's
     */
    public record Picture(String title, String label, String path) {}

    /**
     * @param strand the hall's
     * @param demo present in the demo alone
     */
    public HallPages(HallWatch watch, Strand strand, Guard guard, Optional<Demo> demo) {
        this.watch = watch;
        this.strand = strand;
        this.guard = guard;
        this.frame = new HallFrame(watch);
        this.demo = demo;
        watch.addListener(view -> live.publish(PIECE, TEMPLATE, values(view)));
    }

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/",
                guard.page(StaffRole.VIEWER, strand, (request, who) -> page(request, who).now()));
        routes.events("/api/v1/events", stream, guard.stream(StaffRole.VIEWER));
    }

    private Response page(Request request, Account who) {
        return pages.page(
                frame.of(request, who, "", "/api/v1/events"),
                "hall/page.jte",
                Map.of(
                        "texts",
                        Texts.core(request.language()),
                        "name",
                        LivePiece.name(PIECE, request.language()),
                        "piece",
                        live.render(TEMPLATE, request.language(), values(watch.look())),
                        "pictures",
                        demo.map(Demo::pictures).orElse(List.of())));
    }

    private Map<String, Object> values(HallView view) {
        return Map.of("view", view, "dispenser", demo.map(Demo::dispenser).orElse(""));
    }
}
