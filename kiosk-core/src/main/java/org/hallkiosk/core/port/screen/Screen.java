package org.hallkiosk.core.port.screen;

import java.util.function.Consumer;

/**
 * One screen of one device. All methods may be called from any thread and none blocks.
 *
 * @param <V> the record that it paints
 */
public interface Screen<V> extends AutoCloseable {

    /** Paints this; when several come before it gets to paint, only the newest is painted. */
    void show(V view);

    /**
     * Told on the screen's own thread of each record once it has been drawn; of the first one once
     * the screen itself is there. This is what first paint and touch to drawn are measured by.
     * Replaces the listener of before.
     */
    void onDrawn(Consumer<V> listener);

    /** Takes the screen away. Called again it does nothing more. */
    @Override
    void close();
}
