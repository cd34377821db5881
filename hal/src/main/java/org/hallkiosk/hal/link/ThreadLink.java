package org.hallkiosk.hal.link;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hallkiosk.hal.link.LinkEnd.Reason;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A link over a {@link Wire} that blocks: one thread opens and reads it, another writes. Whoever
 * sees the end first says why; whoever leaves last releases the wire, and only then the listener is
 * told, so that the same device can be opened again at once. If the operating system does not let
 * go of a thread, the listener is told two seconds after {@link #close} all the same.
 */
final class ThreadLink implements Link {

    /** Pieces that may wait for the strand before reading pauses. */
    private static final int MOST_UNHEARD = 64;

    private static final Duration LET_GO = Duration.ofSeconds(2);
    private static final byte[] NOTHING = {};

    private final LinkAddress address;
    private final Wire wire;
    private final Strand strand;
    private final ListenerOnStrand listener;
    private final Consumer<ThreadLink> whenOver;
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger(1);
    private final AtomicReference<@Nullable LinkEnd> end = new AtomicReference<>();
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final Semaphore unheard = new Semaphore(MOST_UNHEARD);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread reader;

    /**
     * @param whenOver called once, on any thread, when the wire has been released
     */
    ThreadLink(
            LinkAddress address,
            Wire wire,
            Strand strand,
            Listener listener,
            Consumer<ThreadLink> whenOver) {
        this.address = address;
        this.wire = wire;
        this.strand = strand;
        this.listener = new ListenerOnStrand(strand, listener);
        this.whenOver = whenOver;
        this.reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("link-read " + address)
                        .unstarted(this::openAndRead);
    }

    void start() {
        reader.start();
    }

    @Override
    public void write(byte[] bytes) {
        if (bytes.length == 0 || !listener.isOpen() || end.get() != null) {
            return;
        }
        if (unsent.addAndGet(bytes.length) > Links.MOST_UNSENT) {
            end(Reason.STALLED, "More than 4 MiB wait to be sent on " + address + ".");
        } else {
            queue.add(bytes);
        }
    }

    @Override
    public int unsent() {
        return unsent.get();
    }

    @Override
    public void close() {
        listener.hush();
        end(Reason.CLOSED_HERE, "Closed by this side.");
        LinkEnd why = end.get();
        if (why != null && over.getCount() > 0) {
            strand.after(LET_GO, () -> listener.closed(why));
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** Waits until the wire has been released, for two seconds at most. */
    boolean awaitReleased() throws InterruptedException {
        return over.await(LET_GO.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void openAndRead() {
        try {
            wire.open();
            listener.opened();
            threads.incrementAndGet();
            Thread.ofPlatform().daemon().name("link-write " + address).start(this::writeAll);
            for (byte[] bytes = wire.read(); bytes != null; bytes = wire.read()) {
                unheard.acquire();
                listener.received(bytes, unheard::release);
            }
            end(Reason.CLOSED_THERE, "The other side of " + address + " is gone.");
        } catch (CannotOpenException e) {
            end(e.end(address));
        } catch (IOException e) {
            end(Reason.FAILED, "Reading from " + address + " failed: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            end(Reason.CLOSED_HERE, "Closed by this side.");
        } finally {
            leave();
        }
    }

    private void writeAll() {
        try {
            for (byte[] bytes = queue.take(); bytes != NOTHING; bytes = queue.take()) {
                wire.write(bytes);
                if (end.get() != null) {
                    // The wire was woken: nobody knows how much of it has left.
                    return;
                }
                unsent.addAndGet(-bytes.length);
                listener.drained(unsent::get);
            }
        } catch (IOException e) {
            end(Reason.FAILED, "Writing to " + address + " failed: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            end(Reason.CLOSED_HERE, "Closed by this side.");
        } finally {
            leave();
        }
    }

    private void end(Reason reason, String detail) {
        end(new LinkEnd(reason, address, detail));
    }

    /** The first end that is told here is the one that counts. */
    private void end(LinkEnd why) {
        if (end.compareAndSet(null, why)) {
            queue.add(NOTHING);
            wire.wake();
            // The reader may wait for the strand to take what has come.
            unheard.release(MOST_UNHEARD);
        }
    }

    private void leave() {
        if (threads.decrementAndGet() > 0) {
            return;
        }
        wire.release();
        unsent.set(0);
        over.countDown();
        whenOver.accept(this);
        LinkEnd why = end.get();
        listener.closed(
                why != null
                        ? why
                        : new LinkEnd(Reason.FAILED, address, address + " ended by a defect."));
    }
}
