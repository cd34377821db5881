package org.hallkiosk.core.port;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.hallkiosk.core.domain.Answer.Estimate;
import org.hallkiosk.core.domain.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a ticket (号票), whatever printer it comes out of. It names nobody.
 *
 * @param hallName the hall, as its visitors call it
 * @param ticket the number, for example A012
 * @param categoryName what it is for, in the language of the ticket
 * @param priority why it is called before others: its owner sees that it was registered, and the
 *     clerk which document to ask for
 * @param place floor and area to wait in (S2 5.1.3.2, R11); empty when the hall names none
 * @param ahead how many wait before this one; absent on a ticket that was issued offline
 * @param estimate the wait to expect; absent when nothing is known
 * @param takenAt in the hall's zone
 * @param qrCode what the ticket's own QR code holds: hall, ticket id and a short MAC, no rights
 * @param offline whether the number comes from a leased block because the hall could not be reached
 * @param again whether an earlier paper may bear the same number, because the process before this
 *     one ended while it printed
 * @param notes further lines, as the hall configures them
 */
public record TicketSlip(
        String hallName,
        String ticket,
        String categoryName,
        Priority priority,
        String place,
        OptionalInt ahead,
        @Nullable Estimate estimate,
        ZonedDateTime takenAt,
        String qrCode,
        boolean offline,
        boolean again,
        List<String> notes,
        Locale language) {
    public TicketSlip {
        notes = List.copyOf(notes);
    }
}
