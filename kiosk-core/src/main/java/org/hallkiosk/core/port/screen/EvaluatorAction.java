package org.hallkiosk.core.port.screen;

import java.util.Locale;

/** What a citizen does on an evaluator's screen. */
public sealed interface EvaluatorAction {

    /** A level was touched: 5 非常满意 to 1 非常不满意. */
    record Level(int level) implements EvaluatorAction {}

    /** A reason was touched: it is chosen, or not any more. */
    record Reason(String code) implements EvaluatorAction {}

    /** Send it. */
    record Send() implements EvaluatorAction {}

    /** Back to the levels. */
    record Back() implements EvaluatorAction {}

    /** Another language. */
    record Language(Locale language) implements EvaluatorAction {}
}
