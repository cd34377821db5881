package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A block of numbers leased to a dispenser for one category, day and epoch.
 *
 * @param from the first number
 * @param to the last number
 * @param voided whether what is unused of it is void
 */
public record Block(
        UUID id,
        String device,
        String category,
        LocalDate day,
        long epoch,
        int from,
        int to,
        boolean voided) {
    public Block {
        requireNonNull(id);
        requireNonNull(device);
        requireNonNull(category);
        requireNonNull(day);
    }

    Block asVoid() {
        return new Block(id, device, category, day, epoch, from, to, true);
    }
}
