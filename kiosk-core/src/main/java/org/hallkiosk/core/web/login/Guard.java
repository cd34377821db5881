package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.hallkiosk.core.web.Handler;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;

/**
 * Stands in front of handlers: they are called only for somebody who may, and are told who it is.
 * Safe for all threads.
 */
public final class Guard {

    private final Doorkeeper keeper;

    /** A handler that knows who asks. */
    @FunctionalInterface
    public interface Attended {
        /** Answers, see {@link Handler#handle}. */
        CompletionStage<Response> handle(Request request, Account who);
    }

    /** Makes it; whoever is logged in at the doorkeeper's passes. */
    public Guard(Doorkeeper keeper) {
        this.keeper = keeper;
    }

    /** A page: whoever is not logged in is sent to the login first; 403 without the role. */
    public Handler page(StaffRole role, Executor strand, Attended handler) {
        return request ->
                keeper.who(request)
                        .filter(who -> who.isLoggedIn() || who.may(role))
                        .map(who -> admitted(role, strand, handler, request, who))
                        .orElseGet(() -> toLogin(request).now());
    }

    /** What programs and scripts call: 401 without a login, 403 without the role. */
    public Handler api(StaffRole role, Executor strand, Attended handler) {
        return request ->
                keeper.who(request)
                        .filter(who -> who.isLoggedIn() || who.isDemo())
                        .map(who -> admitted(role, strand, handler, request, who))
                        .orElseGet(() -> Response.status(401).now());
    }

    private static CompletionStage<Response> admitted(
            StaffRole role, Executor strand, Attended handler, Request request, Account who) {
        return who.may(role)
                ? Handler.on(strand, r -> handler.handle(r, who)).handle(request)
                : Response.status(403).now();
    }

    /** A stream: it ends when the listener's session does. */
    public Routes.Admission stream(StaffRole role) {
        return request ->
                keeper.listener(request)
                        .filter(who -> who.may(role))
                        .map(who -> () -> keeper.listener(request).equals(Optional.of(who)));
    }

    private static Response toLogin(Request request) {
        return Response.seeOther("/login?next=" + URLEncoder.encode(request.path(), UTF_8));
    }
}
