package org.hallkiosk.core.port;

import java.util.UUID;

/** Gives new ids: of requests, tickets, events. Injected, so that a simulation repeats itself. */
public interface Ids {

    /** An id that has never been given before. */
    UUID next();
}
