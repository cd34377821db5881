package org.hallkiosk.provisioning.center;

import org.hallkiosk.core.journal.Position;

/**
 * An event as it came.
 *
 * @param hash the center's own chain hash, lower-case hex
 */
public record StoredEvent(Position position, byte[] bytes, String hash) {}
