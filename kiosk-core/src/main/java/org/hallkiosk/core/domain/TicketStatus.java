package org.hallkiosk.core.domain;

/** Where a ticket (号票) is. A ticket is in exactly one of these. */
public enum TicketStatus implements Word {
    /** Taken, and its paper not proved yet: not callable, not counted. */
    REQUESTED,
    /** Its paper is proved; it waits to be called (等候). */
    WAITING,
    /** Nobody vouches for its paper; it waits to be called, marked. */
    UNCONFIRMED,
    /** Called to a window (叫号). */
    CALLED,
    /** Being served (办理中). */
    SERVING,
    /** Set aside for a while (挂起); goes back to its line by itself when the time is over. */
    PARKED,
    /** Served (办结). */
    FINISHED,
    /** Called, and nobody came (过号). May be called again by its number. */
    MISSED,
    /** Taken back: the print failed, an adopted ticket took its place, or a person withdrew it. */
    WITHDRAWN,
    /** Still open when its business day closed, or handed in after that. */
    ENDED;

    /** Whether it waits to be called: what {@code waiting} counts. */
    public boolean callable() {
        return this == WAITING || this == UNCONFIRMED;
    }

    /** Whether a window holds it. */
    public boolean atWindow() {
        return this == CALLED || this == SERVING;
    }

    /** Whether it can still change by a rule of the queue. */
    public boolean open() {
        return this == REQUESTED || callable() || atWindow() || this == PARKED || this == MISSED;
    }
}
