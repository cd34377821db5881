package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.UUID;

/**
 * An adopted ticket of an earlier business day, remembered so that the same adoption handed in
 * again is not recorded twice.
 *
 * @param take the take that it came of
 * @param day the business day that was open, or the last one, when it was adopted
 */
public record EarlierAdoption(
        UUID take, UUID ticketId, String number, String device, LocalDate day) {
    public EarlierAdoption {
        requireNonNull(take);
        requireNonNull(ticketId);
        requireNonNull(number);
        requireNonNull(device);
        requireNonNull(day);
    }
}
