package org.hallkiosk.core.journal;

/**
 * A stored event.
 *
 * @param bytes exactly what was appended: what the chain covers and what is sent
 * @param hash the chain hash up to and with this event, 32 bytes ({@link ChainHash})
 */
public record Entry(Position position, byte[] bytes, byte[] hash) {}
