package org.hallkiosk.core.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns away, before its body is read, what no handler should see. */
final class Gate {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> knownHosts;
    private final int mostBody;

    Gate(WebServer.Settings settings) {
        this.knownHosts =
                Stream.of(LOOPBACK, settings.knownHosts(), Set.of(bracketed(settings.host())))
                        .flatMap(Set::stream)
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        this.mostBody = settings.limits().bodyBytes();
    }

    /** Why a request is refused: its status and the word for it. */
    record Refusal(int status, String code) {}

    /** What the gate looks at; null for a header that is not there. */
    record Visitor(
            String method,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            long contentLength) {}

    Optional<Refusal> refuse(Visitor visitor) {
        // A page whose name was rebound to this address bears its own name here.
        if (visitor.host == null || !knownHosts.contains(withoutPort(visitor.host))) {
            return Optional.of(new Refusal(403, "unknown-host"));
        }
        boolean changes = !visitor.method.equals("GET") && !visitor.method.equals("HEAD");
        if (changes && !sameOrigin(visitor, visitor.host)) {
            return Optional.of(new Refusal(403, "other-origin"));
        }
        if (visitor.contentLength > mostBody) {
            return Optional.of(new Refusal(413, "too-large"));
        }
        return Optional.empty();
    }

    /**
     * Programs send neither header; browsers send both with every POST (Fetch, §3.2 and §2.2.5).
     */
    private static boolean sameOrigin(Visitor visitor, String host) {
        if (visitor.origin != null) {
            try {
                return host.equalsIgnoreCase(new URI(visitor.origin).getRawAuthority());
            } catch (URISyntaxException e) {
                return false;
            }
        }
        return visitor.fetchSite == null
                || visitor.fetchSite.equals("same-origin")
                || visitor.fetchSite.equals("none");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host;
    }
}
