package org.hallkiosk.core.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What {@code /health/live} and {@code /health/ready} ask.
 *
 * @param live what must hold or the process should be restarted
 * @param ready what must hold or the process cannot serve now
 */
public record Health(List<Check> live, List<Check> ready) {

    public Health {
        live = List.copyOf(live);
        ready = List.copyOf(ready);
    }

    /** Nothing to check: alive and ready as soon as the server answers. */
    public static Health none() {
        return new Health(List.of(), List.of());
    }

    /**
     * One thing to ask.
     *
     * @param name a word, shown in the answer
     * @param trouble what is wrong in one sentence, or nothing; any thread, must not block
     */
    public record Check(String name, Supplier<Optional<String>> trouble) {}
}
