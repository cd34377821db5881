package org.hallkiosk.core.web;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where a module puts its handlers.
 *
 * <p>A path begins with a slash; a segment in braces is a parameter: {@code
 * /api/v1/dispenser/{device}/take}. The same method and path twice is a mistake of wiring and
 * throws {@link IllegalArgumentException}.
 */
public interface Routes {

    /** Answers GET. */
    void get(String path, Handler handler);

    /** Answers POST. Requests from pages of another origin never arrive here. */
    void post(String path, Handler handler);

    /** Answers PUT. Requests from pages of another origin never arrive here. */
    void put(String path, Handler handler);

    /**
     * Serves a stream as server-sent events by GET. A client names the events that it wants by
     * {@code ?names=a,b}; without it gets all. The server closes the stream when it stops.
     */
    void events(String path, EventStream stream, Admission admission);

    /** Who may listen to a stream. Called on the request's own thread; may block for a file. */
    @FunctionalInterface
    interface Admission {
        /** Everybody. */
        Admission ALL = request -> Optional.of(() -> true);

        /**
         * Looks at a listener.
         *
         * @return whether he may go on, asked again at least with every heartbeat; empty when he
         *     may not listen at all
         */
        Optional<BooleanSupplier> admit(Request request);
    }

    /**
     * Serves files from the class path, with an ETag and five minutes of cache.
     *
     * @param path the folder's path, such as {@code /static}
     * @param beside the class in whose package the files are
     * @param names the files; all are read now, an unknown one throws IllegalArgumentException
     */
    void resources(String path, Class<?> beside, String... names);
}
