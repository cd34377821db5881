package org.hallkiosk.hal.api;

/** An optional ability of a device, beyond the minimum of its role. */
public enum Capability {
    /** The printer says when everything before a mark has been printed. */
    PROVES_PRINTED,
    /** The printer says when the cut after the ticket has been made. */
    PROVES_CUT,
    /** The printer sees a ticket at its mouth, and sees it taken. */
    PROVES_TAKEN,
    /** The printer tells when paper runs low before it ends. */
    TELLS_SUPPLY_LOW,
    /** The printer can draw a small picture within text. */
    RASTER,
    /** The scanner can be told to begin and to end a reading. */
    SOFTWARE_TRIGGER
}
