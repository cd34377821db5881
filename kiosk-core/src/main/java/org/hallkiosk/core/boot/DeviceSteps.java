package org.hallkiosk.core.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.journal.DeviceJournal;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.core.wire.LeaseCodec;
import org.hallkiosk.core.wire.Request;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A device's steps and leases in its {@link DeviceJournal}. A step is a note: the verb, a line
 * feed, the request as it will be handed in. On the device's strand.
 */
final class DeviceSteps implements DeviceLog {

    private static final System.Logger LOG = System.getLogger(DeviceSteps.class.getName());
    private static final String LEASES = "leases";
    private static final String RATING = "evaluation.submit";
    private static final int ALL = 10_000;

    private final String device;
    private final Strand strand;
    private final DeviceJournal journal;
    private final RequestCodec requests;
    private final LeaseCodec codec;
    private final Map<UUID, Lease> leases = new HashMap<>();
    private final Map<UUID, Long> recordedAt = new HashMap<>();
    private final Map<Long, Step> known = new HashMap<>();

    /**
     * Reads what an earlier process left.
     *
     * @throws UncheckedIOException when the journal cannot be read
     */
    DeviceSteps(
            String device,
            Strand strand,
            DeviceJournal journal,
            RequestCodec requests,
            LeaseCodec codec) {
        this.device = device;
        this.strand = strand;
        this.journal = journal;
        this.requests = requests;
        this.codec = codec;
        journal.find(LEASES)
                .map(codec::decode)
                .orElse(List.of())
                .forEach(lease -> leases.put(lease.block(), lease));
    }

    @Override
    public List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    @Override
    public CompletionStage<Void> keep(Lease lease) {
        leases.put(lease.block(), lease);
        return store();
    }

    @Override
    public CompletionStage<Void> drop(UUID block) {
        leases.remove(block);
        return store();
    }

    private CompletionStage<Void> store() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        journal.put(Map.of(LEASES, codec.encode(leases())), ended(done));
        return done;
    }

    @Override
    public CompletionStage<Void> record(NewStep step, @Nullable Lease lease) {
        byte[] note =
                switch (step.deed()) {
                    case Deed.Asked(Command.Request command) ->
                            note(
                                    command.verb(),
                                    requests.encode(step.id(), step.at(), null, command));
                    case Deed.Rated(Rating rating) ->
                            note(RATING, requests.encode(step.id(), step.at(), null, rating));
                };
        Map<String, byte[]> values = Map.of();
        if (lease != null) {
            leases.put(lease.block(), lease);
            values = Map.of(LEASES, codec.encode(leases()));
        }
        recordedAt.put(step.id(), strand.nanoTime());
        CompletableFuture<Void> done = new CompletableFuture<>();
        journal.append(note, values, ended(done));
        return done;
    }

    private static byte[] note(String verb, byte[] body) {
        return (verb + "\n" + new String(body, UTF_8)).getBytes(UTF_8);
    }

    @Override
    public Optional<Step> first() {
        return journal.pending(1).stream().map(this::step).findFirst();
    }

    @Override
    public List<Step> waiting() {
        List<Step> steps = new ArrayList<>();
        journal.pending(ALL).forEach(note -> steps.add(step(note)));
        return steps;
    }

    @Override
    public CompletionStage<Void> remove(long seq) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        journal.handedIn(seq, ended(done));
        return done.thenRun(
                () -> {
                    Step step = known.remove(seq);
                    if (step != null) {
                        recordedAt.remove(step.id());
                    }
                });
    }

    /** What this program wrote, it reads again; anything else means a damaged journal. */
    private Step step(DeviceJournal.Note note) {
        Step step = known.computeIfAbsent(note.seq(), seq -> read(note));
        Long at = recordedAt.get(step.id());
        return at == null
                ? step
                : new Step(
                        step.seq(),
                        step.id(),
                        step.deed(),
                        step.at(),
                        (strand.nanoTime() - at) / 1_000_000);
    }

    private Step read(DeviceJournal.Note note) {
        String text = new String(note.bytes(), UTF_8);
        int end = text.indexOf('\n');
        String verb = end < 0 ? "" : text.substring(0, end);
        byte[] body = text.substring(end + 1).getBytes(UTF_8);
        if (requests.decode(verb, body, device)
                instanceof RequestCodec.Reading.Understood(Request request)) {
            Optional<Rating> rating =
                    verb.equals(RATING) ? requests.decodeRating(body) : Optional.empty();
            return new Step(
                    note.seq(),
                    request.id(),
                    rating.<Deed>map(Deed.Rated::new)
                            .orElseGet(() -> new Deed.Asked(request.command())),
                    request.at() == null ? strand.now() : request.at(),
                    null);
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "Note {0} in the journal of {1} cannot be read. Keep the file for analysis.",
                note.seq(),
                device);
        throw new IllegalStateException("Note " + note.seq() + " cannot be read");
    }

    private static Journal.Done ended(CompletableFuture<Void> done) {
        return outcome -> {
            switch (outcome) {
                case Outcome.Committed committed -> done.complete(null);
                case Outcome.Refused refused ->
                        done.completeExceptionally(
                                new UncheckedIOException(new IOException(refused.text())));
            }
        };
    }
}
