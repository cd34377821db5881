package org.hallkiosk.core.port.screen;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the hall's board shows (综合显示屏): who is called where, how many wait, and what the hall wants
 * everybody to know (R7, R9). In Chinese with English beside it.
 *
 * @param calls the newest first; the part of them that is shown now
 * @param queues the part of them that is shown now
 * @param notices lines that the hall wants read; the part of them that is shown now
 * @param caption what is spoken now, for those who cannot hear it (speech.md); empty when nothing
 *     is
 */
public record BoardView(
        String hallName,
        LocalDateTime minute,
        List<Call> calls,
        Page callPage,
        List<Queue> queues,
        Page queuePage,
        List<Notice> notices,
        String caption,
        Optional<LocalDateTime> staleSince,
        boolean simulated,
        Optional<TechnicianPicture> technician)
        implements ScreenView {

    /** How many calls one page holds; they must be read from across the hall. */
    public static final int CALLS = 7;

    /** How many queues one page holds. */
    public static final int QUEUES = 11;

    public BoardView {
        calls = List.copyOf(calls);
        queues = List.copyOf(queues);
        notices = List.copyOf(notices);
    }

    /**
     * A number that is called or served.
     *
     * @param fresh called within the last seconds and not yet served: shown so that it is found at
     *     once
     */
    public record Call(
            String ticket, String window, String category, boolean serving, boolean fresh) {}

    /** A category's queue. */
    public record Queue(String name, String place, OptionalInt waiting) {}

    /** A line for everybody. */
    public record Notice(Kind kind, String text) {}

    /** What a notice is about. */
    public enum Kind {
        /** Opening hours (服务时间, R9). */
        HOURS,
        /** The telephone number for bookings (预约电话, R9). */
        BOOKING,
        /** The telephone number for complaints (投诉电话, R9 and R13). */
        COMPLAINT,
        /** Whatever else. */
        NOTE
    }
}
