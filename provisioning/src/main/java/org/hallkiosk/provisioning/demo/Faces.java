package org.hallkiosk.provisioning.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hallkiosk.hal.time.Strand;

/** What can be read where in the demo, as lines of text by name. For all threads. */
final class Faces {

    /** Below the web server's limit for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Strand strand;
    private final Map<String, Supplier<List<String>>> faces = new ConcurrentHashMap<>();

    /** Makes it; whatever shows something belongs to the strand or may be asked from there. */
    Faces(Strand strand) {
        this.strand = strand;
    }

    /** Adds one; it is asked on the strand. */
    void add(String name, Supplier<List<String>> face) {
        faces.put(name, face);
    }

    /**
     * What is shown, as soon as it has a part; after {@link #PATIENCE}, whatever is shown then.
     *
     * @param part waited for; empty for what is shown now
     * @return empty when there is none of that name
     */
    Optional<CompletableFuture<List<String>>> shown(String name, String part) {
        return Optional.ofNullable(faces.get(name))
                .map(
                        face -> {
                            CompletableFuture<List<String>> seen = new CompletableFuture<>();
                            long until = strand.nanoTime() + PATIENCE.toNanos();
                            strand.execute(() -> look(face, part, until, seen));
                            return seen;
                        });
    }

    private void look(
            Supplier<List<String>> face,
            String part,
            long until,
            CompletableFuture<List<String>> seen) {
        List<String> lines = face.get();
        if (strand.nanoTime() - until >= 0 || String.join("\n", lines).contains(part)) {
            seen.complete(lines);
        } else {
            strand.after(LOOK_AGAIN, () -> look(face, part, until, seen));
        }
    }
}
