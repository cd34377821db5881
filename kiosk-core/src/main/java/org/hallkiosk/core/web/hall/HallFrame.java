package org.hallkiosk.core.web.hall;

import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.Pages;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.StaffRole;

/** What stands around the pages of a hall: the ways to those that the reader may see. */
public final class HallFrame {

    private final HallWatch watch;

    /** The frame of one hall's pages. */
    public HallFrame(HallWatch watch) {
        this.watch = watch;
    }

    /**
     * Makes it for one reader.
     *
     * @param title what the page is; empty = the hall's name
     * @param stream the events that keep it live; empty when it is not
     */
    public Pages.Frame of(Request request, Account who, String title, String stream) {
        Texts texts = Texts.core(request.language());
        String name = watch.newest().config().hallName(request.language());
        String hall = name.isEmpty() ? texts.get("hall.title") : name;
        List<Pages.Link> links = new ArrayList<>();
        links.add(link(request, "/", texts.get("nav.hall")));
        if (who.may(StaffRole.CLERK)) {
            links.add(link(request, "/clerk", texts.get("nav.clerk")));
        }
        if (who.may(StaffRole.TECHNICIAN)) {
            links.add(link(request, "/technician", texts.get("nav.technician")));
        }
        return new Pages.Frame(
                request.language(),
                title.isEmpty() ? hall : title,
                title.isEmpty() ? texts.get("hall.subtitle") : hall,
                links,
                stream,
                who.isDemo() ? texts.get("hall.demo") : "",
                who.isLoggedIn() ? who.name() : "");
    }

    private static Pages.Link link(Request request, String path, String text) {
        boolean here =
                path.equals("/")
                        ? request.path().equals("/")
                        : (request.path() + "/").startsWith(path + "/");
        return new Pages.Link(path, text, here);
    }
}
