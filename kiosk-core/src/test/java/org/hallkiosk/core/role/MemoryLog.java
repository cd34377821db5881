package org.hallkiosk.core.role;

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
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** A device's journal in memory. */
public final class MemoryLog implements DeviceLog {

    private final Strand strand;
    private final Map<UUID, Lease> leases = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<UUID, Long> at = new HashMap<>();
    private long seq;
    private boolean refusing;

    /** An empty one. */
    public MemoryLog(Strand strand) {
        this.strand = strand;
    }

    /** The process is another one: what was durable is there, how long ago it was is not known. */
    public void restarted() {
        at.clear();
    }

    /** The disk takes nothing more. */
    public void refuse() {
        refusing = true;
    }

    /** How many steps were ever recorded. */
    public long recorded() {
        return seq;
    }

    @Override
    public List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    @Override
    public CompletionStage<Void> keep(Lease lease) {
        leases.put(lease.block(), lease);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> drop(UUID block) {
        leases.remove(block);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> record(NewStep step, @Nullable Lease lease) {
        if (refusing) {
            return CompletableFuture.failedStage(
                    new UncheckedIOException(new IOException("the disk is full")));
        }
        if (lease != null) {
            leases.put(lease.block(), lease);
        }
        at.put(step.id(), strand.nanoTime());
        steps.add(new Step(++seq, step.id(), step.deed(), step.at(), null));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Optional<Step> first() {
        return waiting().stream().findFirst();
    }

    @Override
    public List<Step> waiting() {
        return steps.stream()
                .map(
                        step ->
                                new Step(
                                        step.seq(),
                                        step.id(),
                                        step.deed(),
                                        step.at(),
                                        agoMillis(step.id())))
                .toList();
    }

    private @Nullable Long agoMillis(UUID id) {
        Long since = at.get(id);
        return since == null ? null : (strand.nanoTime() - since) / 1_000_000;
    }

    @Override
    public CompletionStage<Void> remove(long done) {
        steps.removeIf(step -> step.seq() == done);
        return CompletableFuture.completedStage(null);
    }
}
