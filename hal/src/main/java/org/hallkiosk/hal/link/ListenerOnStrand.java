package org.hallkiosk.hal.link;

import java.util.function.IntSupplier;
import org.hallkiosk.hal.time.Strand;

/**
 * Tells a listener what happens, on its strand, in order; after {@link #hush} the end alone, and
 * after the end nothing. Every method may be called from any thread.
 */
final class ListenerOnStrand {

    private final Strand strand;
    private final Link.Listener listener;
    private volatile boolean hushed;
    private volatile boolean open;
    // Only touched on the strand.
    private boolean ended;

    ListenerOnStrand(Strand strand, Link.Listener listener) {
        this.strand = strand;
        this.listener = listener;
    }

    /** Whether the listener has been told that bytes flow, and has not been told the end. */
    boolean isOpen() {
        return open && !hushed;
    }

    void opened() {
        tell(
                () -> {
                    open = true;
                    listener.opened();
                });
    }

    void received(byte[] bytes) {
        tell(() -> listener.received(bytes));
    }

    /**
     * Tells of bytes.
     *
     * @param taken run on the strand afterwards, whether the listener heard of them or not
     */
    void received(byte[] bytes, Runnable taken) {
        received(bytes);
        strand.execute(taken);
    }

    /** Tells that all is sent, unless more has been given meanwhile. */
    void drained(IntSupplier unsent) {
        tell(
                () -> {
                    if (unsent.getAsInt() == 0) {
                        listener.drained();
                    }
                });
    }

    /** From now on the listener hears nothing but the end. */
    void hush() {
        hushed = true;
    }

    /** Tells the end; the first one told is the one that counts. */
    void closed(LinkEnd end) {
        strand.execute(
                () -> {
                    if (!ended) {
                        ended = true;
                        hushed = true;
                        listener.closed(end);
                    }
                });
    }

    private void tell(Runnable what) {
        strand.execute(
                () -> {
                    if (!hushed) {
                        what.run();
                    }
                });
    }
}
