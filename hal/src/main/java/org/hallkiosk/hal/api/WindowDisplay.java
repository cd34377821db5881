package org.hallkiosk.hal.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The display at a window (窗口屏): a few lines of text that anybody in the hall can read. */
public interface WindowDisplay extends Device {

    /**
     * Shows this instead of everything shown before. Only the newest content matters: content that
     * waits when newer content comes is dropped and ends as {@link Shown#SUPERSEDED}. The display
     * keeps the content and shows it again by itself after the device was unplugged or lost power.
     *
     * @return how it went, completed on the device's strand, never exceptionally
     */
    CompletionStage<Shown> show(Content content);

    /**
     * @param lines from top to bottom
     * @param urgency a call goes out before everything that is only a repetition or a greeting
     */
    record Content(List<Line> lines, Urgency urgency) {
        public Content {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param text plain text; what the display's own fonts lack is replaced and counted
     */
    record Line(String text, Colour colour) {}

    /** What the common window displays can show. */
    enum Colour {
        RED,
        GREEN,
        YELLOW
    }

    /** Which content goes first on a shared line. */
    enum Urgency {
        /** A newly called ticket. */
        CALL,
        /** Anything that changed. */
        CHANGE,
        /** The same again, to be safe. */
        REPEAT
    }

    /** How showing went. */
    enum Shown {
        /** The controller accepted it. It cannot say whether each lamp is lit. */
        ACCEPTED,
        /** Newer content took its place before it was sent. */
        SUPERSEDED,
        /**
         * It could not be delivered; the status tells why. It will be shown once the device is
         * back.
         */
        FAILED
    }
}
