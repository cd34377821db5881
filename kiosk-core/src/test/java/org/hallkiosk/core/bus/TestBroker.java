package org.hallkiosk.core.bus;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A true broker on loopback, with passwords and the permissions of a hall {@code h1}. */
interface TestBroker extends AutoCloseable {

    /** The hall h1 and the devices d1 to d30; the password is the name and "-secret". */
    Map<String, String> PASSWORDS =
            Stream.concat(Stream.of("h1"), IntStream.rangeClosed(1, 30).mapToObj(n -> "d" + n))
                    .collect(Collectors.toUnmodifiableMap(n -> n, n -> n + "-secret"));

    /** Where it listens; the same after a restart. */
    int port();

    /** Kills it, as suddenly as it can be, and starts it again with nothing kept. */
    void restart() throws Exception;

    /** Ends it; does not wait longer than its process or threads need. */
    @Override
    void close();
}
