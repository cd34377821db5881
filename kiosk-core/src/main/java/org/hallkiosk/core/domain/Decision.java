package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/** What the engine makes of a command. */
public sealed interface Decision {

    /**
     * It takes effect. The events and the answer belong in one transaction; with no events the
     * command changes nothing, either because it only asks or because its effect is there already.
     *
     * @param at the time for the events: never before that of an earlier event
     */
    record Accepted(Instant at, List<Event> events, Answer answer) implements Decision {
        public Accepted {
            requireNonNull(at);
            events = List.copyOf(events);
            requireNonNull(answer);
        }
    }

    /** It breaks a rule and changes nothing. */
    record Refused(Refusal refusal) implements Decision {
        public Refused {
            requireNonNull(refusal);
        }
    }
}
