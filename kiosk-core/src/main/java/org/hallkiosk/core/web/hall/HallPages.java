package org.hallkiosk.core.web.hall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.EventStream;
import org.hallkiosk.core.web.Handler;
import org.hallkiosk.core.web.Pages;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.hal.time.Strand;

/** The page that shows the hall live and, in the demo, lets everybody be citizen and clerk. */
public final class HallPages implements WebModule {

    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final List<Locale> LANGUAGES = List.of(Texts.CHINESE, Locale.ENGLISH);

    private final HallRole hall;
    private final Strand strand;
    private final Optional<Demo> demo;
    private final Pages pages = new Pages(Pages.CORE);
    private final EventStream stream = new EventStream();
    private HallView shown = empty();
    private boolean running;

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

    /** A picture of what an emulated peripheral shows. */
    public record Picture(String title, String path) {}

    /**
     * One window on the page.
     *
     * @param device who serves it; empty when no device does
     * @param rateable whether its evaluator is open
     */
    public record WindowRow(WindowView view, String device, boolean rateable) {}

    /**
     * @param strand the hall's
     * @param demo present in the demo alone
     */
    public HallPages(HallRole hall, Strand strand, Optional<Demo> demo) {
        this.hall = hall;
        this.strand = strand;
        this.demo = demo;
    }

    /** Begins to keep the page live; on the hall's strand. */
    public void start() {
        running = true;
        refresh();
    }

    /** Stops; on the hall's strand. */
    public void stop() {
        running = false;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/", Handler.on(strand, request -> page(request).now()));
        routes.events("/api/v1/events", stream);
    }

    private void refresh() {
        if (!running) {
            return;
        }
        HallView now = view();
        if (!now.equals(shown)) {
            shown = now;
            for (Locale language : LANGUAGES) {
                stream.publish("hall." + language.getLanguage(), piece(now, language));
            }
        }
        strand.after(REFRESH, this::refresh);
    }

    private HallView view() {
        HallState state = hall.hall().state();
        List<WindowRow> windows = new ArrayList<>();
        for (HallConfig.Window window : state.config().windows()) {
            WindowView view = WindowView.of(state, window.no());
            if (view != null) {
                String device = window.device() == null ? "" : window.device();
                windows.add(new WindowRow(view, device, rateable(state, view)));
            }
        }
        QueueView queue = QueueView.of(state, strand.now());
        return new HallView(
                state.config(),
                new QueueView(queue.categories(), queue.epoch(), state.at()),
                windows,
                hall.board().all(),
                hall.uplink().isConnected(),
                hall.outbox().depth(),
                hall.health().notReady());
    }

    private static boolean rateable(HallState state, WindowView view) {
        if (view.ticketId() == null || view.ticketStatus() != TicketStatus.FINISHED) {
            return false;
        }
        Ticket ticket = state.ticket(view.ticketId());
        return ticket != null && state.offered().contains(ticket);
    }

    private Response page(Request request) {
        Locale language = request.language();
        Texts texts = Texts.core(language);
        Pages.Frame frame =
                new Pages.Frame(
                        language,
                        shown.config().name().isEmpty()
                                ? texts.get("hall.title")
                                : shown.config().name(),
                        texts.get("hall.subtitle"),
                        List.of(),
                        "/api/v1/events",
                        demo.isPresent() ? texts.get("hall.demo") : "");
        return pages.page(
                frame,
                "hall/page.jte",
                Map.of(
                        "name",
                        "hall." + language.getLanguage(),
                        "piece",
                        piece(shown, language),
                        "pictures",
                        demo.map(Demo::pictures).orElse(List.of())));
    }

    private String piece(HallView view, Locale language) {
        return pages.piece(
                "hall/live.jte",
                Map.of(
                        "view",
                        view,
                        "texts",
                        Texts.core(language),
                        "dispenser",
                        demo.map(Demo::dispenser).orElse("")));
    }

    private static HallView empty() {
        return new HallView(
                HallConfig.empty(),
                new QueueView(List.of(), 0, Instant.EPOCH),
                List.of(),
                List.of(),
                false,
                0,
                Optional.empty());
    }
}
