package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number on a ticket's paper: one to three capital letters and three digits, for example {@code
 * A012}.
 *
 * @param prefix the category's letters
 * @param value 1–999
 */
public record TicketNumber(String prefix, int value) {

    /** The greatest number: three digits are what panels and paper are laid out for. */
    public static final int MAX = 999;

    /** How many digits follow the letters. */
    static final int DIGITS = 3;

    private static final Pattern FORM = Pattern.compile("([A-Z]{1,3})([0-9]{3})");

    public TicketNumber {
        requireNonNull(prefix);
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("A ticket's number is 1–999, not " + value);
        }
    }

    /**
     * Reads it from the paper.
     *
     * @throws IllegalArgumentException when it has not this form
     */
    public static TicketNumber parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a ticket's number: " + text);
        }
        return new TicketNumber(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return prefix + String.format(Locale.ROOT, "%03d", value);
    }
}
