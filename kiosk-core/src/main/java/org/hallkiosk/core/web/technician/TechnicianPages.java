package org.hallkiosk.core.web.technician;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * {@code /technician}: what is wrong and what to do, every device with its peripherals on each
 * axis, tests, what waits for the center; in the demo the emulators' troubles. {@code
 * /technician/wire/{device}/{unit}}: the last of what went over a wire, where this process runs it.
 */
public final class TechnicianPages implements WebModule {

    private static final String PIECE = "technician";
    private static final String TEMPLATE = "technician/live.jte";
    private static final int FRAMES = 60;

    private final HallWatch watch;
    private final Strand strand;
    private final Guard guard;
    private final Workshop workshop;
    private final ZoneId zone;
    private final HallFrame frame;
    private final Pages pages = new Pages(Pages.CORE);
    private final EventStream stream = new EventStream();
    private final LivePiece live = new LivePiece(pages, stream);

    /**
     * @param strand the hall's
     * @param zone in which times are shown
     */
    public TechnicianPages(
            HallWatch watch, Strand strand, Guard guard, Workshop workshop, ZoneId zone) {
        this.watch = watch;
        this.strand = strand;
        this.guard = guard;
        this.workshop = workshop;
        this.zone = zone;
        this.frame = new HallFrame(watch);
        watch.addListener(this::publish);
    }

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/technician",
                guard.page(StaffRole.TECHNICIAN, strand, (r, who) -> page(r, who).now()));
        routes.get(
                "/technician/wire/{device}/{unit}",
                guard.page(StaffRole.TECHNICIAN, strand, (r, who) -> wire(r, who).now()));
        routes.events("/technician-events", stream, guard.stream(StaffRole.TECHNICIAN));
    }

    private void publish(HallView view) {
        for (Locale language : List.of(Texts.CHINESE, Locale.ENGLISH)) {
            live.publish(PIECE, language, TEMPLATE, values(view, language));
        }
    }

    private Response page(Request request, Account who) {
        Texts texts = Texts.core(request.language());
        return pages.page(
                frame.of(request, who, texts.get("technician.title"), "/technician-events"),
                "technician/page.jte",
                Map.of(
                        "texts",
                        texts,
                        "name",
                        LivePiece.name(PIECE, request.language()),
                        "piece",
                        live.render(
                                TEMPLATE,
                                request.language(),
                                values(watch.look(), request.language())),
                        "emulators",
                        workshop.emulators()));
    }

    private Map<String, Object> values(HallView view, Locale language) {
        Instant oldest = view.oldestForCenter();
        return Map.of(
                "view",
                view,
                "issues",
                Issue.of(view.devices(), language),
                "oldestMinutes",
                oldest == null
                        ? 0L
                        : Math.max(0, Duration.between(oldest, strand.now()).toMinutes()),
                "clock",
                new Clock(zone, strand.now()));
    }

    private Response wire(Request request, Account who) {
        Texts texts = Texts.core(request.language());
        String device = request.param("device");
        String unit = request.param("unit");
        boolean known =
                watch.look().devices().stream()
                        .anyMatch(
                                d ->
                                        d.device().equals(device)
                                                && d.units().stream()
                                                        .anyMatch(u -> u.unit().equals(unit)));
        if (!known) {
            return Response.status(404);
        }
        Optional<List<Workshop.Frame>> frames = workshop.wire(device, unit, FRAMES);
        return pages.page(
                frame.of(
                        request,
                        who,
                        texts.get("technician.wire.title", Map.of("device", device, "unit", unit)),
                        ""),
                "technician/wire.jte",
                Map.of(
                        "texts",
                        texts,
                        "device",
                        device,
                        "here",
                        frames.isPresent(),
                        "frames",
                        frames.orElse(List.of()),
                        "clock",
                        new Clock(zone, strand.now())));
    }
}
