package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Refusal;
import org.jspecify.annotations.Nullable;

/** What a request was answered, as its sender reads it. */
public sealed interface Reply {

    /** {@code "ok": true}. */
    record Answered(Answer answer) implements Reply {
        public Answered {
            requireNonNull(answer);
        }
    }

    /**
     * {@code "ok": false}.
     *
     * @param text the courtesy in the hall's first language; null when there is none
     */
    record Refused(Refusal refusal, @Nullable String text) implements Reply {
        public Refused {
            requireNonNull(refusal);
        }
    }
}
