package org.hallkiosk.core.port.screen;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an evaluator's screen shows (评价器, R49). It offers levels only while the hall has opened it
 * for one ticket; otherwise it is the window's staff card (R3, R40).
 *
 * @param label the window's number as the hall writes it
 * @param staff who is on duty, as the window's state says (R40)
 */
public record EvaluatorView(
        Locale language,
        String label,
        Optional<StaffCard> staff,
        boolean stale,
        boolean simulated,
        Optional<TechnicianPicture> technician,
        Stage stage)
        implements ScreenView {

    /** Where the evaluation stands. */
    public sealed interface Stage {}

    /** None is open. */
    public record Idle(Duty duty) implements Stage {}

    /** What the idle screen says of the window. */
    public enum Duty {
        /** Somebody serves here. */
        OPEN,
        /** Away for a while (暂停服务). */
        PAUSED,
        /** Nobody works here. */
        CLOSED
    }

    /** The five levels may be touched; nobody has to (R52). */
    public record Choosing() implements Stage {}

    /**
     * A level is chosen; reasons may be added.
     *
     * @param level 5 非常满意 to 1 非常不满意
     * @param needed whether sending asks for a reason first (evaluation.md: for 差评 only)
     */
    public record Reasons(int level, List<Reason> reasons, boolean needed) implements Stage {
        public Reasons {
            reasons = List.copyOf(reasons);
        }
    }

    /** One reason of the list (evaluation.md, indicator codes), in the screen's language. */
    public record Reason(String code, String text, boolean chosen) {}

    /** It is on its way to the hall. */
    public record Sending() implements Stage {}

    /** The hall has it. */
    public record Thanks() implements Stage {}

    /** The hall refused, or did not answer as long as the offer stood. */
    public record Failed() implements Stage {}
}
