package org.hallkiosk.provisioning.center;

/**
 * Events that must exist and are not held.
 *
 * @param from the first missing sequence number
 * @param to the last
 */
public record Gap(long epoch, long from, long to) {}
