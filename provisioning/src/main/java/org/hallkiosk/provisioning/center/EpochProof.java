package org.hallkiosk.provisioning.center;

import org.hallkiosk.core.journal.Position;

/**
 * What the center holds of one epoch of a hall.
 *
 * @param stored how many events
 * @param head up to which sequence number without a gap
 * @param hash the center's own chain hash at the head, lower-case hex: the anchor; empty while head
 *     is 0
 * @param continues after what the epoch goes on; {@link Position#START} for the first
 */
public record EpochProof(long epoch, long stored, long head, String hash, Position continues) {}
