package org.hallkiosk.core.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found when a journal was opened.
 *
 * @param head the last event that is there; {@link Position#START} when there is none
 * @param headHash the chain hash of the head; of an empty journal that of the start
 * @param snapshot the newest snapshot; replay begins after it
 * @param cursors the cursors by name
 * @param greatestEpoch the greatest epoch found in the journal, in its backups and in what was
 *     moved aside; 0 when there never was one
 * @param restored whether the journal is an older copy of a lost one, so that events may be missing
 *     after {@code head}. Then nothing is accepted until the first event of an epoch above {@code
 *     greatestEpoch} opens a new one; this is remembered across restarts
 * @param problems what was wrong, one sentence each, for a technician; empty when all was well
 */
public record Recovery(
        Position head,
        byte[] headHash,
        Optional<Snapshot> snapshot,
        Map<String, Position> cursors,
        long greatestEpoch,
        boolean restored,
        List<String> problems) {

    public Recovery {
        cursors = Map.copyOf(cursors);
        problems = List.copyOf(problems);
    }
}
