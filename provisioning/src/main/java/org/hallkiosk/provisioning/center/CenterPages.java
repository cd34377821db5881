package org.hallkiosk.provisioning.center;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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

/**
 * The center's pages: {@code /} lists the halls, {@code /hall/{hall}} shows one. Both are live.
 *
 * <p>{@link #show} may be called from any thread; each page is made from the newest view.
 */
public final class CenterPages implements WebModule {

    /** What the events of a hall's page are named after. */
    private static final String HALL = "hall.";

    private final ZoneId zone;
    private final Guard guard;
    private final GapAcceptance gaps;
    private final Pages pages = new Pages("org.hallkiosk.provisioning.pages");
    private final EventStream stream = new EventStream();
    private final Map<String, Words> words;
    private volatile CenterView view = CenterView.empty();

    /** Where a technician's word goes that a hall can never fill a gap. */
    @FunctionalInterface
    public interface GapAcceptance {
        /**
         * Accepts it.
         *
         * @param by the login's name, kept on record
         * @return whether it is accepted; on any thread
         */
        CompletionStage<Boolean> accept(String hall, Gap gap, String by);
    }

    /**
     * @param zone in which times are shown
     * @param guard lets in whoever may look, and technicians where something is changed
     */
    public CenterPages(ZoneId zone, Guard guard, GapAcceptance gaps) {
        this.zone = zone;
        this.guard = guard;
        this.gaps = gaps;
        this.words = Map.of("zh", words(Texts.CHINESE), "en", words(Locale.ENGLISH));
    }

    private Words words(Locale language) {
        return Words.of(language, zone);
    }

    /** Shows this from now on; open pages get what changed. */
    public synchronized void show(CenterView newest) {
        CenterView before = view;
        view = newest;
        words.forEach(
                (language, said) -> {
                    stream.publish("halls." + language, halls(newest, said));
                    newest.halls().stream()
                            .filter(hall -> !before.hall(hall.hall()).equals(Optional.of(hall)))
                            .forEach(
                                    hall ->
                                            stream.publish(
                                                    HALL + hall.hall() + '.' + language,
                                                    hall(hall, said)));
                });
    }

    private String halls(CenterView shown, Words said) {
        return pages.piece("center/halls.jte", Map.of("view", shown, "words", said));
    }

    private String hall(HallView shown, Words said) {
        return pages.piece("center/hall.jte", Map.of("view", shown, "words", said));
    }

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/",
                guard.page(
                        StaffRole.VIEWER,
                        Runnable::run,
                        (request, who) -> overview(request, who).now()));
        routes.get(
                "/hall/{hall}",
                guard.page(
                        StaffRole.VIEWER,
                        Runnable::run,
                        (request, who) -> one(request, who).now()));
        routes.post(
                "/hall/{hall}/gap/{epoch}/{from}/{to}/accept",
                guard.page(StaffRole.TECHNICIAN, Runnable::run, this::accept));
        routes.events("/events", stream, guard.stream(StaffRole.VIEWER));
    }

    private CompletionStage<Response> accept(Request request, Account who) {
        String hall = request.param("hall");
        Gap gap;
        try {
            gap =
                    new Gap(
                            Long.parseLong(request.param("epoch")),
                            Long.parseLong(request.param("from")),
                            Long.parseLong(request.param("to")));
        } catch (NumberFormatException e) {
            return Response.status(404).now();
        }
        if (view.hall(hall).isEmpty()) {
            return Response.status(404).now();
        }
        return gaps.accept(hall, gap, who.name())
                .thenApply(
                        accepted ->
                                accepted
                                        ? Response.seeOther("/hall/" + hall)
                                        : Response.status(409));
    }

    private Response overview(Request request, Account who) {
        Words said = said(request);
        return live(
                request, who, said.get("title"), "", "halls.", halls(view, said), "", List.of());
    }

    private Response one(Request request, Account who) {
        Words said = said(request);
        Optional<HallView> hall = view.hall(request.param("hall"));
        if (hall.isEmpty()) {
            return Response.status(404);
        }
        HallView shown = hall.get();
        return live(
                request,
                who,
                shown.name(),
                shown.hall(),
                HALL + shown.hall() + '.',
                hall(shown, said),
                who.may(StaffRole.TECHNICIAN) && !shown.gaps().isEmpty()
                        ? pages.piece("center/gaps.jte", Map.of("view", shown, "words", said))
                        : "",
                List.of(new Pages.Link("/", said.get("all-halls"))));
    }

    private Response live(
            Request request,
            Account who,
            String title,
            String subtitle,
            String name,
            String piece,
            String still,
            List<Pages.Link> links) {
        Pages.Frame frame =
                new Pages.Frame(
                        request.language(),
                        title,
                        subtitle,
                        links,
                        "/events",
                        "",
                        who.isLoggedIn() ? who.name() : null);
        return pages.page(
                frame,
                "center/live.jte",
                Map.of(
                        "name",
                        name + request.language().getLanguage(),
                        "piece",
                        piece,
                        "still",
                        still));
    }

    private Words said(Request request) {
        Words said = words.get(request.language().getLanguage());
        if (said == null) {
            throw new IllegalStateException("A request is in Chinese or English");
        }
        return said;
    }
}
