package org.hallkiosk.core.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType with its charset; empty when there is no body
 * @param body the bytes; not copied, whoever made them leaves them alone
 * @param headers further headers; the server adds those for safety
 */
public record Response(int status, String contentType, byte[] body, Map<String, String> headers) {

    /** 200 with a page. */
    public static Response html(String page) {
        return new Response(200, "text/html; charset=utf-8", page.getBytes(UTF_8), Map.of());
    }

    /** 200 with JSON, UTF-8. */
    public static Response json(byte[] json) {
        return new Response(200, "application/json", json, Map.of());
    }

    /** 200 with plain text. */
    public static Response text(String text) {
        return new Response(200, "text/plain; charset=utf-8", text.getBytes(UTF_8), Map.of());
    }

    /** 200 with other bytes, such as a PNG. */
    public static Response bytes(String contentType, byte[] body) {
        return new Response(200, contentType, body, Map.of());
    }

    /**
     * 303: the browser gets the other page, also after a POST.
     *
     * @param path a path on this server; begins with one slash
     */
    public static Response seeOther(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("Not a path of this server: " + path);
        }
        return new Response(303, "", new byte[0], Map.of("Location", path));
    }

    /** A status without a body; the server shows its plain error page or JSON for 4xx and 5xx. */
    public static Response status(int status) {
        return new Response(status, "", new byte[0], Map.of());
    }

    /** The same answer under another status. */
    public Response as(int newStatus) {
        return new Response(newStatus, contentType, body, headers);
    }

    /** The same answer with one more header. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, contentType, body, Map.copyOf(more));
    }

    /** This answer as a stage that is complete: what a handler returns that need not wait. */
    public CompletionStage<Response> now() {
        return CompletableFuture.completedStage(this);
    }
}
