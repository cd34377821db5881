package org.hallkiosk.core.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.text.Texts;

/**
 * A request as it came, already within the server's limits.
 *
 * @param method in capitals
 * @param path decoded, without query
 * @param params the path's parameters by name
 * @param query the query's values by name
 * @param headers by name in lower case
 * @param body the whole body; empty when there is none
 * @param remote the address of the other end of the connection, as text
 */
public record Request(
        String method,
        String path,
        Map<String, String> params,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String remote) {

    /**
     * A path parameter.
     *
     * @throws IllegalArgumentException when the route has none of this name
     */
    public String param(String name) {
        String value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No path parameter " + name);
        }
        return value;
    }

    /** The first value in the query. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** A header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A cookie's value. */
    public Optional<String> cookie(String name) {
        for (String part : header("cookie").orElse("").split(";", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals(name)) {
                return Optional.of(pair[1]);
            }
        }
        return Optional.empty();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The reader's language: {@code ?lang=}, then the cookie that remembers it, then Chinese. What
     * the browser prefers does not count: pages are Chinese first.
     */
    public Locale language() {
        String wanted = query("lang").or(() -> cookie("lang")).orElse("zh");
        return wanted.equals("en") ? Locale.ENGLISH : Texts.CHINESE;
    }
}
