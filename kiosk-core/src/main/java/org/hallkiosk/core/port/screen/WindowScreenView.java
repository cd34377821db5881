package org.hallkiosk.core.port.screen;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What a screen above a window shows (S2 6.4.2, R1: category, window number, call; R3 the staff
 * card). It is shown in Chinese with English beside it.
 *
 * @param label the window's number as the hall writes it
 * @param categories what the window does (窗口功能, R3), in the order of the configuration
 * @param staff who is on duty
 * @param staleSince the minute since which the hall has not been heard
 */
public record WindowScreenView(
        String label,
        List<String> categories,
        Optional<StaffCard> staff,
        Optional<LocalDateTime> staleSince,
        boolean simulated,
        Optional<TechnicianPicture> technician,
        State state)
        implements ScreenView {

    public WindowScreenView {
        categories = List.copyOf(categories);
    }

    /** What the window is doing. */
    public sealed interface State {}

    /** Nobody works there, or nothing is known of it. */
    public record Closed() implements State {}

    /**
     * The clerk is away for a while (暂停服务 and 去向, R5).
     *
     * @param whereabouts where; empty when nothing is said
     */
    public record Paused(String whereabouts, String reason) implements State {}

    /**
     * Open, and nobody is called.
     *
     * @param next who comes next if nothing changes
     */
    public record Waiting(List<String> next) implements State {
        public Waiting {
            next = List.copyOf(next);
        }
    }

    /**
     * A number is called.
     *
     * @param category what it is for; empty when unknown
     * @param count 1 for the call itself, one more for each recall
     */
    public record Called(String ticket, String category, int count) implements State {}

    /** A number is being served. */
    public record Serving(String ticket, String category, List<String> next) implements State {
        public Serving {
            next = List.copyOf(next);
        }
    }
}
