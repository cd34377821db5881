package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.ThreadStrand;

/** Our bus, as a device uses it: on its strand, both ways. */
final class BusEcho extends EchoClient {

    private static final int SECONDS = 20;

    private final String topic;
    private final ThreadStrand strand;
    private final Bus bus;

    /** Connects; blocks until it is subscribed. */
    BusEcho(Bus bus, String topic, ThreadStrand strand) throws IOException, InterruptedException {
        super(strand::nanoTime);
        this.topic = topic;
        this.strand = strand;
        this.bus = bus;
        CompletableFuture<Void> up = new CompletableFuture<>();
        strand.execute(() -> bus.open(new Bus.Setup(List.of(topic), null), new Ear(up)));
        try {
            up.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Our bus did not connect", e);
        }
    }

    private final class Ear implements Bus.Handler {
        private final CompletableFuture<Void> up;

        Ear(CompletableFuture<Void> up) {
            this.up = up;
        }

        @Override
        public void connected(long connection) {
            up.complete(null);
        }

        @Override
        public void disconnected(String why) {
            // The message that does not come back tells it.
        }

        @Override
        public void received(Bus.Message message) {
            delivered();
        }
    }

    @Override
    void send(byte[] payload) {
        strand.execute(() -> bus.publish(Bus.Message.of(topic, payload)));
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        strand.execute(() -> bus.close().whenComplete((done, failure) -> closed.complete(null)));
        closed.orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(late -> null).join();
    }
}
