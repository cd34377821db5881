package org.hallkiosk.core.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.text.Texts;
import org.jspecify.annotations.Nullable;

/** Between Javalin's context and our records: reads requests, writes responses and refusals. */
final class Exchange {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    /**
     * No inline script or style, nothing from elsewhere, in nobody's frame (OWASP Secure Headers).
     */
    private static final Map<String, String> SAFETY =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " font-src 'self'; connect-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cross-Origin-Opener-Policy",
                    "same-origin");

    private final Gate gate;
    private final WebServer.Limits limits;
    private final boolean secure;
    private final Metrics.Counter served;
    private final Metrics.Counter refused;
    private final LongSupplier nanoTime;
    private final Pages pages = new Pages(Pages.CORE);

    Exchange(WebServer.Settings settings, Metrics metrics, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.gate = new Gate(settings);
        this.limits = settings.limits();
        this.secure = settings.tls().isPresent();
        this.served = metrics.counter("web_requests_total", "Requests that a handler answered");
        this.refused = metrics.counter("web_refused_total", "Requests answered by an error status");
    }

    /** Runs before every handler. */
    void admit(Context ctx) {
        HttpServletResponse response = ctx.res();
        SAFETY.forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        Optional<Gate.Refusal> refusal =
                gate.refuse(
                        new Gate.Visitor(
                                ctx.req().getMethod(),
                                ctx.req().getHeader("Host"),
                                ctx.req().getHeader("Origin"),
                                ctx.req().getHeader("Sec-Fetch-Site"),
                                ctx.req().getContentLengthLong()));
        if (refusal.isPresent()) {
            refuse(ctx, refusal.get().status(), refusal.get().code());
            ctx.skipRemainingHandlers();
        }
    }

    /** Reads the request, has it answered, writes the answer. */
    void answer(Context ctx, Handler handler) throws IOException, InterruptedException {
        Body body = body(ctx.req().getInputStream());
        if (body.refusal != null) {
            refuse(ctx, body.refusal.status(), body.refusal.code());
            return;
        }
        Request request = request(ctx, body.bytes);
        try {
            Response response =
                    handler.handle(request)
                            .toCompletableFuture()
                            .get(limits.answer().toNanos(), TimeUnit.NANOSECONDS);
            served.increment();
            if (response.status() >= 400 && response.body().length == 0) {
                refuse(ctx, response.status());
            } else {
                write(ctx, request, response);
            }
        } catch (TimeoutException e) {
            refuse(ctx, 504, "no-answer");
        } catch (ExecutionException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "A web handler failed: " + ctx.method() + ' ' + ctx.path(),
                    e.getCause());
            refuse(ctx, 500);
        }
    }

    /** Serves one client of a stream until one of the two ends it. */
    void stream(Context ctx, EventStream stream, Routes.Admission admission)
            throws InterruptedException {
        Optional<BooleanSupplier> admitted = admission.admit(request(ctx, new byte[0]));
        if (admitted.isEmpty()) {
            refuse(ctx, 401);
            return;
        }
        Predicate<String> wanted =
                Optional.ofNullable(ctx.queryParam("names"))
                        .<Predicate<String>>map(names -> Set.of(names.split(",", -1))::contains)
                        .orElse(name -> true);
        HttpServletResponse response = ctx.res();
        response.setContentType("text/event-stream; charset=utf-8");
        try {
            OutputStream out = response.getOutputStream();
            boolean served =
                    stream.serve(
                            wanted,
                            admitted.get(),
                            text -> {
                                out.write(text.getBytes(UTF_8));
                                out.flush();
                            });
            if (!served) {
                refuse(ctx, 503, "too-many");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A stream's client is gone", e);
        }
    }

    /** A refusal that has no word but its status. */
    void refuse(Context ctx, int status) {
        refuse(
                ctx,
                status,
                switch (status) {
                    case 401 -> "login-required";
                    case 403 -> "not-allowed";
                    case 404 -> "not-found";
                    case 405 -> "method-not-allowed";
                    case 408 -> "too-slow";
                    case 500 -> "internal";
                    default -> "refused";
                });
    }

    private void refuse(Context ctx, int status, String code) {
        refused.increment();
        if (status == 413 || status == 408) {
            ctx.res().setHeader("Connection", "close");
        }
        Request request = request(ctx, new byte[0]);
        Texts texts = Texts.of(Pages.TEXTS, request.language());
        String sentence = texts.get("error." + code);
        if (request.header("accept").orElse("").contains("text/html")) {
            Pages.Frame frame =
                    Pages.Frame.plain(
                            request.language(), texts.get("error.title", Map.of("status", status)));
            write(
                    ctx,
                    request,
                    pages.page(frame, "web/error.jte", Map.of("sentence", sentence)).as(status));
        } else {
            String json =
                    "{\"ok\":false,\"error\":{\"code\":\"%s\",\"args\":{},\"text\":\"%s\"}}"
                            .formatted(code, sentence);
            write(ctx, request, Response.json(json.getBytes(UTF_8)).as(status));
        }
    }

    private void write(Context ctx, Request request, Response response) {
        ctx.status(response.status());
        if (secure) {
            // A year (RFC 6797 6.1.1, and what OWASP Secure Headers recommends).
            ctx.res().setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        response.headers().forEach((name, value) -> ctx.res().setHeader(name, value));
        if (request.query("lang").isPresent()) {
            ctx.res()
                    .addHeader(
                            "Set-Cookie",
                            "lang=%s; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly%s"
                                    .formatted(
                                            request.language().getLanguage(),
                                            secure ? "; Secure" : ""));
        }
        if (!response.contentType().isEmpty()) {
            ctx.contentType(response.contentType());
        }
        ctx.result(response.body());
    }

    /** A body, or why there is none. */
    private record Body(byte[] bytes, Gate.@Nullable Refusal refusal) {}

    private Body body(InputStream in) throws IOException {
        long end = nanoTime.getAsLong() + limits.body().toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8 * 1024];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
            all.write(some, 0, n);
            if (all.size() > limits.bodyBytes()) {
                return new Body(new byte[0], new Gate.Refusal(413, "too-large"));
            }
            if (nanoTime.getAsLong() - end > 0) {
                return new Body(new byte[0], new Gate.Refusal(408, "too-slow"));
            }
        }
        return new Body(all.toByteArray(), null);
    }

    private static Request request(Context ctx, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        ctx.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Request(
                ctx.req().getMethod(),
                ctx.path(),
                ctx.pathParamMap(),
                ctx.queryParamMap(),
                headers,
                body,
                ctx.req().getRemoteAddr());
    }
}
