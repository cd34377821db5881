package org.hallkiosk.core.journal;

/**
 * The state after the event at a position, as its owner wrote it.
 *
 * @param position the last event whose effect is in it
 */
public record Snapshot(Position position, byte[] bytes) {}
