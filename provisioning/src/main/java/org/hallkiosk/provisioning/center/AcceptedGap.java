package org.hallkiosk.provisioning.center;

import java.time.Instant;

/**
 * A gap that a hall can never fill, as a technician accepted it; it stays on record.
 *
 * @param by the technician's login
 * @param at when the center stored it
 */
public record AcceptedGap(Gap gap, String by, Instant at) {}
