package org.hallkiosk.provisioning.center;

import org.hallkiosk.core.journal.Position;

/**
 * What the center holds of one epoch of a hall.
 *
 * @param removed up to which sequence number the events were removed after their time; 0 = none
 * @param stored how many events are held
 * @param head up to which sequence number without a gap, what was removed included
 * @param hash the center's own chain hash at the head, lower-case hex: the anchor; empty while head
 *     is 0
 * @param continues after what the epoch goes on; {@link Position#START} for the first
 */
public record EpochProof(
        long epoch, long removed, long stored, long head, String hash, Position continues) {}
