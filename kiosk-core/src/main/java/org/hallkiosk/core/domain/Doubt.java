package org.hallkiosk.core.domain;

/**
 * Which of today's numbers may stand on paper without the hall knowing of it, because events were
 * lost (docs/adr/0011-restore.md). It lasts for the business day: what was lost for ever is never
 * known to the center either.
 */
public enum Doubt implements Word {
    /** None: all that was given out is known. */
    NONE,
    /** The hall's own numbers and blocks: numbers come from the recovery range, none is leased. */
    HALL,
    /** Those of the recovery range as well, after a second loss: the hall gives out none. */
    RECOVERY
}
