package org.hallkiosk.core.domain;

import java.util.Locale;

/**
 * An enum whose constants have a stable name outside the code: {@code QUEUE_EMPTY} is {@code
 * queue-empty}.
 */
public interface Word {

    /** The constant's name in the code. */
    String name();

    /** The constant's name in every message, event and stored answer. It never changes. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
