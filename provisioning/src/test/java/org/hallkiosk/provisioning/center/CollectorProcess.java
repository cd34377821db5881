package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * A process with a collector under a never-ending burst, to be killed. It writes each
 * acknowledgement to its standard output, one per line, and repeats what is not acknowledged.
 */
final class CollectorProcess {

    private static final int BURST = 200;

    private CollectorProcess() {}

    /** The journal that every process of this test sends: always the same. */
    static TestJournal journal(int length) {
        TestJournal journal = TestJournal.first("killed");
        while (journal.sent.size() < length) {
            journal.addSome();
        }
        return journal;
    }

    /**
     * @param args the store's file, and how long the journal is
     */
    public static void main(String[] args) throws IOException {
        TestJournal journal = journal(Integer.parseInt(args[1]));
        CollectorStore store = CollectorStore.open(Path.of(args[0]), TestJournal.READER);
        ThreadStrand strand = new ThreadStrand("collector", InstantSource.system());
        ThreadStrand disk = new ThreadStrand("disk", InstantSource.system());
        BurstBus bus = new BurstBus(journal, strand, store.prefix(journal.hall).seq());
        Collector collector =
                new Collector(
                        bus, store, strand, disk, Optional.empty(), new Metrics(), view -> {});
        strand.execute(collector::open);
        // Until it is killed, or its parent is gone.
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        Runtime.getRuntime().halt(1);
    }

    /** Delivers the journal in bursts, each going on from the acknowledgement before. */
    private static final class BurstBus implements Bus {
        private final TestJournal journal;
        private final ThreadStrand strand;
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        private final long from;

        BurstBus(TestJournal journal, ThreadStrand strand, long from) {
            this.journal = journal;
            this.strand = strand;
            this.from = from;
        }

        @Override
        public void open(Setup setup, Handler handler) {
            strand.execute(() -> burst(handler, Math.max(1, from - 50)));
        }

        private void burst(Handler handler, long first) {
            long last = Math.min(journal.sent.size(), first + BURST - 1);
            for (long seq = first; seq <= last; seq++) {
                TestJournal.Sent event = journal.at(seq);
                handler.received(
                        Message.of(new Topics(journal.hall).event(), event.bytes())
                                .withUserProperties(Map.of("hash", ChainHash.hex(event.hash()))));
            }
            // Some of the burst before comes again with each one.
            strand.execute(() -> burst(handler, Math.max(1, last - BURST / 4)));
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void retain(String topic, byte[] payload) {
            try {
                out.write((new String(payload, UTF_8) + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedStage(null);
        }
    }
}
