package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.time.LocalDate;
import org.hallkiosk.core.journal.Position;

/**
 * A business day that was removed whole after its time; it stays on record.
 *
 * @param day the business day
 * @param last its last event; everything of the hall up to here is removed
 * @param hash the center's own chain hash at that event, lower-case hex: it stands for all that was
 *     removed, and the chain goes on from it
 * @param at when it was removed
 */
public record Removal(LocalDate day, Position last, String hash, Instant at) {}
