package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.Pages;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;

/** {@code /login} and {@code /logout}. */
public final class LoginPages implements WebModule {

    private final Doorkeeper keeper;
    private final Pages pages = new Pages(Pages.CORE);

    /** The pages of one doorkeeper. */
    public LoginPages(Doorkeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/login",
                request -> form(request, request.query("next").orElse("/"), "", "").now());
        routes.post("/login", request -> login(request).now());
        routes.post(
                "/logout",
                request ->
                        Response.seeOther("/login")
                                .with("Set-Cookie", keeper.logout(request))
                                .now());
    }

    private Response login(Request request) {
        Map<String, String> fields = fields(request.text());
        String name = fields.getOrDefault("name", "");
        String next = fields.getOrDefault("next", "/");
        return switch (keeper.login(name, fields.getOrDefault("password", ""), request.remote())) {
            case Doorkeeper.Login.In in -> {
                // The session of before ends: nobody goes on under an id that was known before.
                keeper.logout(request);
                yield Response.seeOther(path(next)).with("Set-Cookie", in.cookie());
            }
            case Doorkeeper.Login.Wrong _ -> form(request, next, name, "login.wrong").as(401);
            case Doorkeeper.Login.Locked _ -> form(request, next, name, "login.locked").as(429);
            case Doorkeeper.Login.Busy _ -> form(request, next, name, "login.busy").as(503);
        };
    }

    private Response form(Request request, String next, String name, String problem) {
        Texts texts = Texts.core(request.language());
        return pages.page(
                Pages.Frame.plain(request.language(), texts.get("login.title")),
                "web/login.jte",
                Map.of(
                        "texts",
                        texts,
                        "next",
                        path(next),
                        "name",
                        name,
                        "problem",
                        problem.isEmpty() ? "" : texts.get(problem)));
    }

    /** A path of this server and no other: what comes from outside may name anything. */
    private static String path(String wanted) {
        boolean own =
                wanted.startsWith("/")
                        && !wanted.startsWith("//")
                        && wanted.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return own ? wanted : "/";
    }

    /** The fields of a form (WHATWG URL, application/x-www-form-urlencoded). */
    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] part = pair.split("=", 2);
            try {
                fields.putIfAbsent(
                        URLDecoder.decode(part[0], UTF_8),
                        part.length == 2 ? URLDecoder.decode(part[1], UTF_8) : "");
            } catch (IllegalArgumentException e) {
                // Not percent-encoded as it must be: the field is as if it were not there.
            }
        }
        return fields;
    }
}
