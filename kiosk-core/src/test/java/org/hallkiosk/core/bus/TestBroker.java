package org.hallkiosk.core.bus;

import java.util.Map;

/** A true broker on loopback, with passwords and the permissions of a hall {@code h1}. */
interface TestBroker extends AutoCloseable {

    /** The identities that tests use; the password is the name and "-secret". */
    Map<String, String> PASSWORDS =
            Map.of("h1", "h1-secret", "d1", "d1-secret", "d2", "d2-secret", "w1", "w1-secret");

    /** Where it listens; the same after a restart. */
    int port();

    /** Kills it, as suddenly as it can be, and starts it again with nothing kept. */
    void restart() throws Exception;

    /** Ends it; does not wait longer than its process or threads need. */
    @Override
    void close();
}
