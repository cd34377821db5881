package org.hallkiosk.provisioning.center;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.journal.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the store says is missing, against a count on fingers: halls of random epochs, of which some
 * events are lost for ever, some come late, gaps are accepted and days removed, in any order.
 */
class GapPropertyTest {

    private static final int HALLS = Boolean.getBoolean("hallkiosk.long") ? 1000 : 25;
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final Retention TWO_DAYS = new Retention(2, TestJournal.ZONE);

    /** Everything came long ago, so that any day may go. */
    private static final Instant LONG_AGO =
            FIRST.minusDays(9).atStartOfDay(TestJournal.ZONE).toInstant();

    private static final Instant LATER = LONG_AGO.plus(Duration.ofDays(3650));

    @TempDir Path folder;

    @Test
    void whatIsMissingIsExactAfterEachStep() throws IOException {
        int removed = 0;
        int accepted = 0;
        try (CollectorStore store =
                CollectorStore.open(folder.resolve("center.db"), TestJournal.READER)) {
            for (int number = 0; number < HALLS; number++) {
                HallRun run = new HallRun(store, "hall-" + number, new Random(number));
                run.go();
                removed += store.removals(run.name, 1).size();
                accepted += store.acceptedGaps(run.name).size();
            }
        }
        assertThat(removed).as("halls of which days were removed").isGreaterThan(HALLS / 10);
        assertThat(accepted).isGreaterThan(HALLS);
    }

    /** One hall, from its first event to the last that can ever come. */
    private static final class HallRun {
        final String name;
        private final CollectorStore store;
        private final Random random;
        private final List<TestJournal> epochs = new ArrayList<>();

        /** After what each epoch but the first goes on. */
        private final SortedMap<Long, Position> continues = new TreeMap<>();

        /** What is held, was removed, or was accepted as missing. */
        private final SortedMap<Long, Set<Long>> settled = new TreeMap<>();

        /** The greatest number that ever came. */
        private final SortedMap<Long, Long> greatest = new TreeMap<>();

        private int day;

        HallRun(CollectorStore store, String name, Random random) {
            this.store = store;
            this.name = name;
            this.random = random;
        }

        private void go() throws IOException {
            begin();
            List<Incoming> coming = new ArrayList<>();
            List<Incoming> late = new ArrayList<>();
            for (TestJournal journal : epochs) {
                // Of one epoch in five everything comes; elsewhere runs are missing.
                boolean whole = random.nextInt(5) == 0;
                boolean missing = false;
                for (TestJournal.Sent sent : journal.sent) {
                    boolean first = sent.position().equals(new Position(1, 1));
                    missing = !whole && !first && random.nextInt(10) < (missing ? 7 : 1);
                    (missing ? late : coming).add(TestJournal.incoming(name, sent, LONG_AGO));
                }
            }
            disturb(coming);
            while (!coming.isEmpty()) {
                commit(coming);
                compare();
                step(late);
                compare();
            }
            while (!store.gaps(name).isEmpty()) {
                accept();
                compare();
            }
            Position end = store.prefix(name);
            assertThat(end).as(name).isEqualTo(new Position(end.epoch(), greatest(end.epoch())));
            assertThat(end.epoch()).as(name).isEqualTo(greatest.lastKey());
            assertThat(store.verify(name)).as(name).isEmpty();
            assertThat(store.alarms(name, 10)).as(name).isEmpty();
        }

        private void begin() {
            epochs.add(TestJournal.first(name));
            fill(epochs.getLast());
            int last = 1 + random.nextInt(4);
            for (long number = 2; number <= last; number++) {
                TestJournal before = epochs.get(random.nextInt(epochs.size()));
                long after = 1L + random.nextInt(before.sent.size());
                continues.put(number, new Position(before.epoch, after));
                epochs.add(before.next(number, after));
                fill(epochs.getLast());
            }
        }

        private void fill(TestJournal journal) {
            for (int i = random.nextInt(40); i > 0; i--) {
                if (random.nextInt(6) == 0) {
                    journal.add(new Event.DayOpened(FIRST.plusDays(day++)));
                } else {
                    journal.addSome();
                }
            }
        }

        /** Nearly in order, as a hall sends, or not at all. */
        private void disturb(List<Incoming> events) {
            if (random.nextInt(4) == 0) {
                Collections.shuffle(events, random);
            } else {
                for (int i = 1; i < events.size(); i++) {
                    Collections.swap(events, i, i - random.nextInt(2));
                }
            }
        }

        private void step(List<Incoming> late) throws IOException {
            switch (random.nextInt(6)) {
                case 0 -> accept();
                case 1 -> {
                    Collections.shuffle(late, random);
                    commit(late);
                }
                case 2 -> {
                    while (store.interpret(name, 100) == 100) {
                        // There is more.
                    }
                    store.removeOldestDay(name, TWO_DAYS, LATER);
                }
                default -> {}
            }
        }

        private void commit(List<Incoming> events) throws IOException {
            List<Incoming> batch =
                    events.subList(0, Math.min(events.size(), 1 + random.nextInt(20)));
            for (Incoming incoming : batch) {
                Position at = ((Incoming.Numbered) incoming).envelope().position();
                settled(at.epoch()).add(at.seq());
                greatest.merge(at.epoch(), at.seq(), Math::max);
            }
            store.commit(List.copyOf(batch));
            batch.clear();
        }

        private void accept() throws IOException {
            List<Gap> gaps = store.gaps(name);
            if (!gaps.isEmpty()) {
                Gap gap = gaps.get(random.nextInt(gaps.size()));
                assertThat(store.acceptGap(name, gap, "T1", TestJournal.MORNING)).isPresent();
                for (long seq = gap.from(); seq <= gap.to(); seq++) {
                    settled(gap.epoch()).add(seq);
                }
            }
        }

        private void compare() throws IOException {
            assertThat(store.gaps(name)).as(name).isEqualTo(missing());
        }

        private List<Gap> missing() throws IOException {
            SortedMap<Long, Long> needed = new TreeMap<>(greatest);
            for (EpochProof epoch : store.epochs(name)) {
                // Known from the epoch's first event alone.
                if (epoch.continues().epoch() > 0) {
                    assertThat(epoch.continues()).isEqualTo(continues.get(epoch.epoch()));
                    needed.merge(epoch.continues().epoch(), epoch.continues().seq(), Math::max);
                }
            }
            List<Gap> missing = new ArrayList<>();
            needed.forEach(
                    (epoch, last) -> {
                        for (long seq = 1; seq <= last; seq++) {
                            if (settled(epoch).contains(seq)) {
                                continue;
                            }
                            long from = seq;
                            while (seq < last && !settled(epoch).contains(seq + 1)) {
                                seq++;
                            }
                            missing.add(new Gap(epoch, from, seq));
                        }
                    });
            return missing;
        }

        private Set<Long> settled(long epoch) {
            return settled.computeIfAbsent(epoch, e -> new HashSet<>());
        }

        private long greatest(long epoch) {
            return greatest.getOrDefault(epoch, 0L);
        }
    }
}
