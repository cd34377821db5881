package org.hallkiosk.hal.link;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a link leads, as a configuration names it: {@code scheme:target?option=value&option=value},
 * for example {@code serial:/dev/serial/by-id/usb-1?baud=115200} or {@code tcp:10.0.0.7:9100}. An
 * address that exists is well formed: its scheme and its options are known, its values possible.
 *
 * @param scheme the kind of link, in lower case
 * @param target what the scheme needs: a path, {@code host:port}, or a name
 * @param options what was given after the question mark, in the order given
 */
public record LinkAddress(String scheme, String target, Map<String, String> options) {

    /**
     * @throws IllegalArgumentException when the scheme or an option is unknown or a value is
     *     impossible; the message says what is known
     */
    public LinkAddress {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        LinkScheme kind = LinkScheme.of(scheme);
        if (!kind.accepts(target)) {
            throw new IllegalArgumentException(
                    "\"" + scheme + ":" + target + "\" is not of the form " + kind.example() + ".");
        }
        options.forEach((name, value) -> check(kind, name, value));
        if (kind == LinkScheme.TCP || kind == LinkScheme.TCP_LISTEN) {
            checkPort(kind, target);
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it is no address; the message says what is wrong with
     *     it and what is known
     */
    public static LinkAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no link: it needs a scheme, as in tcp:HOST:PORT.");
        }
        int question = text.indexOf('?', colon);
        String target = text.substring(colon + 1, question < 0 ? text.length() : question);
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0) {
            for (String part : text.substring(question + 1).split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "\""
                                    + part
                                    + "\" in \""
                                    + text
                                    + "\" is not of the form option=value.");
                }
                String name = part.substring(0, equals);
                if (options.put(name, part.substring(equals + 1)) != null) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" gives the option " + name + " twice.");
                }
            }
        }
        return new LinkAddress(text.substring(0, colon), target, options);
    }

    /** The kind of link. */
    public LinkScheme kind() {
        return LinkScheme.of(scheme);
    }

    /**
     * The value of an option, given or default.
     *
     * @throws IllegalArgumentException when this kind of link has no such option
     */
    public String option(String name) {
        String given = options.get(name);
        if (given != null) {
            return given;
        }
        return kind().option(name).orElseThrow(() -> unknown(kind(), name)).defaultValue();
    }

    /** Bits a second on the wire, ten a byte; 0 where no such speed applies. */
    public int baud() {
        return kind().option("baud").isPresent() ? Integer.parseInt(option("baud")) : 0;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String text = scheme + ":" + target;
        if (options.isEmpty()) {
            return text;
        }
        return options.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&", text + "?", ""));
    }

    private static void check(LinkScheme kind, String name, String value) {
        LinkScheme.Option option = kind.option(name).orElseThrow(() -> unknown(kind, name));
        if (!value.matches(option.pattern())) {
            throw new IllegalArgumentException(
                    "A "
                            + kind.word()
                            + " link cannot have "
                            + name
                            + "="
                            + value
                            + ": "
                            + option.description()
                            + ", matching "
                            + option.pattern()
                            + ".");
        }
    }

    private static void checkPort(LinkScheme kind, String target) {
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        int least = kind == LinkScheme.TCP_LISTEN ? 0 : 1;
        if (port < least || port > 65535) {
            throw new IllegalArgumentException(
                    "The port of "
                            + kind.word()
                            + ":"
                            + target
                            + " is not in "
                            + least
                            + "–65535.");
        }
    }

    private static IllegalArgumentException unknown(LinkScheme kind, String name) {
        String known =
                kind.options().isEmpty()
                        ? "It knows none"
                        : "Known are "
                                + kind.options().stream()
                                        .map(LinkScheme.Option::name)
                                        .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "A " + kind.word() + " link has no option " + name + ". " + known + ".");
    }
}
