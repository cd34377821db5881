package org.hallkiosk.core.port;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a speaker zone, to be read (字幕): for those who do not hear, and when no voice is
 * to be had.
 *
 * @param zone the speaker zone
 * @param now what is being said; null between two lines
 * @param recent what was said before, the newest first, at most {@link #MOST_RECENT}
 */
public record CaptionView(String zone, @Nullable Caption now, List<Caption> recent) {

    /** As many as a screen has lines for. */
    public static final int MOST_RECENT = 5;

    public CaptionView {
        recent = List.copyOf(recent);
    }

    /**
     * One line.
     *
     * @param id and {@code count}: those of the {@link SpokenLine}
     * @param text in the hall's first language, numbers as they are written
     * @param at when it began
     */
    public record Caption(UUID id, int count, String text, Instant at, State state) {}

    /** How a line fares. */
    public enum State {
        SPEAKING,
        SPOKEN,
        /** Only a chime was heard: it must be read. */
        CHIME_ONLY,
        /** Nothing was heard: it must be read. */
        UNHEARD
    }
}
