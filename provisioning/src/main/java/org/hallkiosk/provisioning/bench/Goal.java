package org.hallkiosk.provisioning.bench;

/** What a figure should be. */
sealed interface Goal {

    /** Good when the median is at most this. */
    record AtMost(double limit) implements Goal {}

    /** Good when the median is at least this. */
    record AtLeast(double limit) implements Goal {}

    /** Reported without a goal. */
    record None() implements Goal {}

    /** Whether a median reaches it. */
    default boolean isMetBy(double median) {
        return switch (this) {
            case AtMost(double limit) -> median <= limit;
            case AtLeast(double limit) -> median >= limit;
            case None none -> true;
        };
    }

    /** As it stands in the table and on a line; empty when there is none. */
    default String text() {
        return switch (this) {
            case AtMost(double limit) -> "<= " + Figure.number(limit);
            case AtLeast(double limit) -> ">= " + Figure.number(limit);
            case None none -> "";
        };
    }

    /**
     * The goal that {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Goal ofText(String text) {
        if (text.isEmpty()) {
            return new None();
        }
        double limit = Double.parseDouble(text.substring(2).strip());
        return switch (text.substring(0, 2)) {
            case "<=" -> new AtMost(limit);
            case ">=" -> new AtLeast(limit);
            default -> throw new IllegalArgumentException("No goal: " + text);
        };
    }
}
