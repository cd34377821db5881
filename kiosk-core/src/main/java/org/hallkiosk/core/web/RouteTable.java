package org.hallkiosk.core.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what modules add, before the server starts. */
final class RouteTable implements Routes {

    /** A handler at its place. */
    record Route(String method, String path, Handler handler) {}

    /** A stream at its place. */
    record Stream(String path, EventStream stream, Admission admission) {}

    final List<Route> routes = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    @Override
    public void get(String path, Handler handler) {
        add("GET", path, handler);
    }

    @Override
    public void post(String path, Handler handler) {
        add("POST", path, handler);
    }

    @Override
    public void put(String path, Handler handler) {
        add("PUT", path, handler);
    }

    @Override
    public void events(String path, EventStream stream, Admission admission) {
        take("GET", path);
        streams.add(new Stream(path, stream, admission));
    }

    @Override
    public void resources(String path, Class<?> beside, String... names) {
        for (String name : names) {
            byte[] bytes = read(beside, name);
            String tag = '"' + sha256(bytes).substring(0, 32) + '"';
            Response whole =
                    new Response(
                            200,
                            contentType(name),
                            bytes,
                            Map.of("ETag", tag, "Cache-Control", "max-age=300"));
            get(
                    path + '/' + name,
                    request ->
                            request.header("if-none-match").filter(tag::equals).isPresent()
                                    ? Response.status(304).with("ETag", tag).now()
                                    : whole.now());
        }
    }

    private void add(String method, String path, Handler handler) {
        take(method, path);
        routes.add(new Route(method, path, handler));
    }

    private void take(String method, String path) {
        if (!path.startsWith("/") || !taken.add(method + ' ' + path)) {
            throw new IllegalArgumentException("Not a path, or taken: " + method + ' ' + path);
        }
    }

    private static byte[] read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("No resource " + name + " beside " + beside);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            default -> throw new IllegalArgumentException("Unknown kind of resource: " + name);
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
