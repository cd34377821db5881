package org.hallkiosk.provisioning.center;

import java.util.List;
import java.util.Map;
import org.hallkiosk.core.journal.Position;

/**
 * What became of a batch.
 *
 * @param prefixes how far each hall of the batch is now held without a gap
 * @param stored events that are new
 * @param repeated events that were held already, with the same bytes
 * @param alarms the hall of each alarm that it raised
 * @param malformed how many had no number
 */
record Commit(
        Map<String, Position> prefixes,
        int stored,
        int repeated,
        List<String> alarms,
        int malformed) {}
