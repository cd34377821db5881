package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes what can be recognised again, and recognises it. */
final class Workload {

    static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private Workload() {}

    /** The event with this number is always the same. */
    static byte[] event(long epoch, long seq) {
        // Longer and shorter ones, some of several pages, so that damage meets every kind of page.
        int length = seq % 20 == 0 ? 9000 : (int) (50 + seq * 37 % 400);
        return ("{\"epoch\":" + epoch + ",\"seq\":" + seq + "}" + "0123456789".repeat(length / 10))
                .getBytes(UTF_8);
    }

    static StoredAnswer answer(long epoch, long seq) {
        byte[] text = ("{\"ok\":true,\"seq\":" + seq + "}").getBytes(UTF_8);
        String id = "request-" + epoch + "-" + seq;
        return new StoredAnswer(id, "dispenser", "ticket.take", new byte[] {1}, text, DAY);
    }

    static Batch batch(long epoch, long seq) {
        return new Batch(
                new Position(epoch, seq),
                List.of(event(epoch, seq)),
                Optional.of(answer(epoch, seq)));
    }

    /** Appends events, each with its answer, and waits until all are durable. */
    static void append(JournalStrand strand, Journal journal, long epoch, long from, long to) {
        Outcome last =
                strand.await(
                        (Consumer<Outcome> result) -> {
                            for (long seq = from; seq <= to; seq++) {
                                boolean end = seq == to;
                                journal.append(
                                        batch(epoch, seq),
                                        outcome -> {
                                            if (end) {
                                                result.accept(outcome);
                                            }
                                        });
                            }
                        });
        assertThat(last).isEqualTo(new Outcome.Committed());
    }

    /**
     * Asserts that the journal holds exactly the events from 1 to the head of one epoch, and their
     * answers.
     */
    static void assertHolds(Journal journal, long epoch, long to) {
        List<Entry> entries = journal.read(new Position(epoch, 0), Integer.MAX_VALUE);
        assertThat(entries).hasSize((int) to);
        for (int i = 0; i < to; i++) {
            long seq = i + 1L;
            assertThat(entries.get(i).position()).isEqualTo(new Position(epoch, seq));
            assertThat(entries.get(i).bytes()).isEqualTo(event(epoch, seq));
            StoredAnswer found = journal.findAnswer(answer(epoch, seq).requestId()).orElseThrow();
            assertThat(found.answer()).isEqualTo(answer(epoch, seq).answer());
        }
    }
}
