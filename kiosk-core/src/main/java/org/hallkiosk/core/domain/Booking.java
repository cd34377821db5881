package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A booking (预约): somebody may check in with its code and is then called with the priority {@link
 * Priority#APPOINTMENT}.
 *
 * @param booking the text of its QR code; whoever shows it, uses it
 * @param from from when it may be used
 * @param to until when it may be used, with the lateness that the hall forgives in it: 30 minutes
 *     (S3 四(七)8, R38) unless who registers it says otherwise
 * @param name whose it is, masked, for example 王*; null when nobody said (EVENTS.md 8: no name in
 *     clear is ever in an event)
 * @param ticketId the ticket that it gave; null while it is unused
 */
public record Booking(
        String booking,
        String category,
        Instant from,
        Instant to,
        @Nullable String name,
        @Nullable UUID ticketId) {

    /** How much later than the end of its time somebody may come (S3 四(七)8, R38). */
    public static final Duration FORGIVEN = Duration.ofMinutes(30);

    /** As long as a code may be: opaque text of at most 1024 characters (scanner.md §1). */
    public static final int MAX_CODE = 1024;

    private static final Pattern MASKED = Pattern.compile(".{0,2}\\*{1,8}.{0,1}");

    public Booking {
        requireNonNull(booking);
        requireNonNull(category);
        requireNonNull(from);
        requireNonNull(to);
    }

    /** One that has not been used. */
    public static Booking unused(
            String booking, String category, Instant from, Instant to, @Nullable String name) {
        return new Booking(booking, category, from, to, name, null);
    }

    /** The same, used for this ticket, or unused again for null. */
    public Booking with(@Nullable UUID newTicketId) {
        return new Booking(booking, category, from, to, name, newTicketId);
    }

    /** Whether nothing in it is a name in clear. */
    boolean isMasked() {
        return name == null || MASKED.matcher(name).matches();
    }

    /** Without code and name. */
    @Override
    public String toString() {
        return "Booking[" + category + ", " + from + " to " + to + "]";
    }
}
