package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a hall is connected to the center's broker, as it said last or its will says now.
 *
 * @param connection the number of the connection that it is about; an older one is never news
 * @param at when it was so by the hall's clock; empty while the hall has said nothing
 */
public record HallLink(State state, long connection, Optional<Instant> at) {

    /** What is known. */
    public enum State {
        /** Nothing was heard of the hall's connection. */
        UNKNOWN,
        /** Connected. */
        ONLINE,
        /** Not connected: everything else of the hall is stale. */
        OFFLINE
    }

    static HallLink unknown() {
        return new HallLink(State.UNKNOWN, 0, Optional.empty());
    }
}
