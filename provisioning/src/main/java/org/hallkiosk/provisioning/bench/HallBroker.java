package org.hallkiosk.provisioning.bench;

import java.io.IOException;

/** A hall's broker that runs for as long as something is measured on it. */
interface HallBroker extends AutoCloseable {

    /** Where it listens, on loopback. */
    int port();

    /** What an identity shows at the door, as it stands in its file; empty where nobody asks. */
    byte[] password(String identity);

    @Override
    void close() throws IOException;
}
