package org.hallkiosk.hal.link;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of link, and what may be said of each in a {@link LinkAddress}. */
public enum LinkScheme {
    /** A serial port; its defaults are those of the LED cards and call pads, 9600 8N1. */
    SERIAL(
            "serial",
            Patterns.PATH,
            "serial:/dev/serial/by-id/NAME",
            new Option("baud", "9600", "[1-9][0-9]{1,6}", "bits a second"),
            new Option("data", "8", "[5-8]", "data bits of a character"),
            new Option("parity", "none", "none|odd|even|mark|space", "the parity bit"),
            new Option("stop", "1", "1|1\\.5|2", "stop bits of a character"),
            new Option("flow", "none", "none|rtscts|xonxoff", "who may hold the sender back")),
    /** A TCP connection to somebody who listens. */
    TCP("tcp", Patterns.HOST_AND_PORT, "tcp:HOST:PORT"),
    /** A TCP connection from whoever comes, one at a time; port 0 lets the system choose one. */
    TCP_LISTEN("tcp-listen", Patterns.HOST_AND_PORT, "tcp-listen:HOST:PORT"),
    /** A pseudo-terminal: the device's side makes it and links it at the path. */
    PTY("pty", Patterns.PATH, "pty:/PATH"),
    /** The socket of a program on this computer, such as a speech service (unix(7)). */
    UNIX("unix", Patterns.PATH, "unix:/run/user/UID/speech-dispatcher/speechd.sock"),
    /** A device node that is read and written as it is, such as a USB printer. */
    FILE("file", Patterns.PATH, "file:/dev/usb/lp0"),
    /** A wire inside this process. */
    LOOP(
            "loop",
            "[A-Za-z0-9._-]+",
            "loop:NAME",
            new Option("baud", "0", "[0-9]{1,7}", "bits a second, ten a byte; 0 for no pacing"),
            new Option(
                    "split",
                    "0",
                    "[0-9]{1,6}",
                    "most bytes delivered in one piece; 0 leaves it open"));

    /**
     * An option after the question mark.
     *
     * @param name as written in an address
     * @param defaultValue what holds when it is not given
     * @param pattern a regular expression that a value matches as a whole
     * @param description what it says, for the technician
     */
    public record Option(String name, String defaultValue, String pattern, String description) {}

    private static final class Patterns {
        static final String PATH = "/[^?\\s]+";
        static final String HOST_AND_PORT = "(?:\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]/?\\s]+):[0-9]{1,5}";
    }

    private final String word;
    private final Pattern target;
    private final String example;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Option> options;

    LinkScheme(String word, String target, String example, Option... options) {
        this.word = word;
        this.target = Pattern.compile(target);
        this.example = example;
        this.options = List.of(options);
    }

    /** As an address begins, without the colon. */
    public String word() {
        return word;
    }

    /** What an address of this kind looks like. */
    public String example() {
        return example;
    }

    /** The options that an address of this kind may carry. */
    public List<Option> options() {
        return options;
    }

    /** The option of that name, if this kind of link knows it. */
    public Optional<Option> option(String name) {
        return options.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    boolean accepts(String text) {
        return target.matcher(text).matches();
    }

    /**
     * The scheme of that word.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    static LinkScheme of(String word) {
        return Arrays.stream(values())
                .filter(s -> s.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "No link begins with \""
                                                + word
                                                + ":\". Known are "
                                                + Arrays.stream(values())
                                                        .map(LinkScheme::example)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }
}
