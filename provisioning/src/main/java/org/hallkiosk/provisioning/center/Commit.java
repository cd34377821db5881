package org.hallkiosk.provisioning.center;

import java.util.Map;
import org.hallkiosk.core.journal.Position;

/**
 * What became of a batch.
 *
 * @param prefixes how far each hall of the batch is now held without a gap
 * @param stored events that are new
 * @param repeated events that were held already, with the same bytes
 * @param alarms how many alarms it raised
 * @param malformed how many had no number
 */
record Commit(
        Map<String, Position> prefixes, int stored, int repeated, int alarms, int malformed) {}
