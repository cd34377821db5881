package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A client that sends to itself through a broker and notes when each message comes back. */
abstract class EchoClient implements AutoCloseable {

    private static final int SECONDS = 20;

    private final BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
    private final LongSupplier nanoTime;

    EchoClient(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Sends one message, QoS 1; does not wait for it. */
    abstract void send(byte[] payload) throws IOException;

    /** A message has been delivered to whoever uses the client; any thread. */
    final void delivered() {
        deliveries.add(nanoTime.getAsLong());
    }

    /** One message; nanoseconds until it was delivered. */
    final long one(byte[] payload) throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        send(payload);
        return next() - start;
    }

    /** Two messages at once; the second's time ÷ the first's, both since they were sent. */
    final double two(byte[] payload) throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        send(payload);
        send(payload);
        double first = next() - start;
        return (next() - start) / first;
    }

    private long next() throws IOException, InterruptedException {
        Long at = deliveries.poll(SECONDS, TimeUnit.SECONDS);
        if (at == null) {
            throw new IOException("A message did not come back in " + SECONDS + " s");
        }
        return at;
    }

    @Override
    public abstract void close();
}
