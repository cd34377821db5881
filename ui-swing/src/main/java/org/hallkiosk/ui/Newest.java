package org.hallkiosk.ui;

import java.awt.EventQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a record passes from a role's strand to the UI's thread: whoever puts never
 * waits, and of several that come before the UI gets to them only the newest is taken.
 */
final class Newest<V> {

    private final AtomicReference<@Nullable V> waiting = new AtomicReference<>();
    private final Consumer<V> taker;

    /**
     * @param taker called on the UI's thread
     */
    Newest(Consumer<V> taker) {
        this.taker = taker;
    }

    /** Hands it over; from any thread. */
    void put(V view) {
        if (waiting.getAndSet(view) == null) {
            EventQueue.invokeLater(this::take);
        }
    }

    private void take() {
        V view = waiting.getAndSet(null);
        if (view != null) {
            taker.accept(view);
        }
    }
}
