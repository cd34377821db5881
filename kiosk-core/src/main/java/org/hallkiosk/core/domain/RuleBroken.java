package org.hallkiosk.core.domain;

/** A command breaks a rule; the way out of the rules to {@link QueueEngine#decide}. */
final class RuleBroken extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RuleBroken(Refusal refusal) {
        // Expected and frequent, so without the cost of a stack trace.
        super(refusal.code().word(), null, false, false);
        this.refusal = refusal;
    }

    RuleBroken(RefusalCode code) {
        this(Refusal.of(code));
    }

    RuleBroken(RefusalCode code, String arg, Object value) {
        this(Refusal.of(code, arg, value));
    }

    Refusal refusal() {
        return refusal;
    }
}
