package org.hallkiosk.core.port;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The display above a window (窗口显示屏), as its role sees it. Lives on the role's strand. */
public interface WindowSign {

    /** Shows this; only the newest matters. */
    void show(View view);

    /** Shows the window's number for ten seconds, so that a technician finds the right panel. */
    void identify();

    /**
     * Shows a test picture for ten seconds: the window, every colour, the digits.
     *
     * @return whether the display accepted it; completed on the role's strand, never exceptionally
     */
    CompletionStage<Boolean> test();

    /**
     * What citizens are to read (S2 6.4.2, R1: category, window number, call).
     *
     * @param label the window's number as the hall writes it
     * @param category what is done there; empty when the window has no category of its own
     * @param ticket the number that is called or served; null when nobody is
     * @param whereabouts what a paused window says (去向, R5); empty otherwise
     * @param stale the hall has not been heard for fifteen seconds: what stands here may be old
     * @param newCall true for a call that has not been shown before
     */
    record View(
            String label,
            String category,
            State state,
            @Nullable String ticket,
            String whereabouts,
            boolean stale,
            boolean newCall) {}

    /** What a window is doing. */
    enum State {
        /** Nobody works there. */
        CLOSED,
        /** The clerk is away for a while (暂停服务). */
        PAUSED,
        /** Open, and nobody is called. */
        WAITING,
        /** A ticket is called and awaited. */
        CALLED,
        /** A ticket is being served. */
        SERVING
    }
}
