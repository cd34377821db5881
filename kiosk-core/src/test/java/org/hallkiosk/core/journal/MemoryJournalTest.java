package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {

    private static final Duration SYNC = Duration.ofMillis(5);

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final List<JournalHealth> healths = new ArrayList<>();
    private MemoryJournal.Disk disk = new MemoryJournal.Disk(HALL);

    @Override
    MemoryJournal open() {
        return new MemoryJournal(disk, strand, healths::add, () -> SYNC);
    }

    @Override
    <T> T await(Consumer<Consumer<T>> work) {
        List<T> results = new ArrayList<>();
        work.accept(results::add);
        time.advance(SYNC.multipliedBy(2));
        return results.getFirst();
    }

    @Override
    Journal loseAllSinceBackup(Journal open) {
        open.close();
        disk = disk.restored(1);
        return open();
    }

    private static Batch event(long seq) {
        byte[] bytes = ("event " + seq).getBytes(StandardCharsets.UTF_8);
        return Batch.of(new Position(1, seq), List.of(bytes));
    }

    @Test
    void makesNothingDurableBeforeTheCommitIsOver() {
        MemoryJournal journal = open();
        List<Outcome> outcomes = new ArrayList<>();
        journal.append(event(1), outcomes::add);
        time.advance(SYNC.minusNanos(1));
        assertThat(journal.head()).isEqualTo(Position.START);
        assertThat(outcomes).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(journal.head()).isEqualTo(new Position(1, 1));
        assertThat(outcomes).containsExactly(new Outcome.Committed());
    }

    @Test
    void losesInACrashWhatWasNotCommittedAndTellsNobody() {
        MemoryJournal journal = open();
        List<Outcome> outcomes = new ArrayList<>();
        journal.append(event(1), outcomes::add);
        time.advance(SYNC);
        journal.append(event(2), outcomes::add);
        journal.crash();
        time.advance(SYNC);
        assertThat(outcomes).hasSize(1);
        assertThat(open().recovery().head()).isEqualTo(new Position(1, 1));
    }

    @Test
    void refusesWhileItFails() {
        MemoryJournal journal = open();
        List<Outcome> outcomes = new ArrayList<>();
        journal.append(event(1), outcomes::add);
        journal.fail(Outcome.Reason.DISK_FULL, "no room");
        time.advance(SYNC);
        assertThat(outcomes)
                .containsExactly(new Outcome.Refused(Outcome.Reason.DISK_FULL, "no room"));
        journal.heal();
        journal.append(event(1), outcomes::add);
        time.advance(SYNC);
        assertThat(outcomes.getLast()).isEqualTo(new Outcome.Committed());
        assertThat(healths)
                .containsExactly(
                        new JournalHealth.Degraded(Outcome.Reason.DISK_FULL, "no room"),
                        new JournalHealth.Healthy());
    }
}
