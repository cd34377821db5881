package org.hallkiosk.core.domain;

/**
 * Every reason for which a request of the hall's contract is refused. A code keeps its meaning for
 * ever. In brackets: the args of the {@link Refusal}.
 */
public enum RefusalCode implements Word {
    // What the message itself is.

    /** Not JSON, a field is missing or has a value that it cannot have. [field, why] */
    BAD_REQUEST,
    /** No such verb. [verb] */
    UNKNOWN_VERB,
    /** The request has no message expiry, or one of more than 10 s. */
    NO_EXPIRY,
    /** Larger than the contract allows. [limit] */
    TOO_LARGE,
    /** The id was used by another sender or for another request. */
    ID_REUSED,
    /** Older than the answers that the hall still keeps. */
    TOO_OLD,

    // Who asks.

    /** The device, window or ticket is not the asker's. */
    NOT_YOURS,
    /** This kind of actor may not do this at all. */
    NOT_ALLOWED,
    /** A device must be online for this verb: it cannot be handed in. [verb] */
    NOT_OFFLINE,

    // What is named.

    /** [category] */
    UNKNOWN_CATEGORY,
    /** [window] */
    UNKNOWN_WINDOW,
    /** [staff] */
    UNKNOWN_STAFF,
    /** No such ticket in the open business day. [ticket] */
    UNKNOWN_TICKET,
    /** [block] */
    UNKNOWN_BLOCK,

    // The business day.

    /** No business day is open. */
    DAY_NOT_OPEN,
    /** A business day is still open. [day] */
    DAY_OPEN,
    /** The hall's date is before the open or last business day. [day] */
    DAY_PAST,
    /** The clock was stepped and nobody has confirmed the day yet. */
    CLOCK_DOUBTFUL,
    /** The hall was restored and gives out only what cannot exist already. */
    RECOVERING,

    // Tickets and windows.

    /** Nobody waits for this window. [window] */
    QUEUE_EMPTY,
    /** The window holds a called or serving ticket. [window, ticket] */
    WINDOW_BUSY,
    /** The window is paused or closed. [window] */
    WINDOW_NOT_OPEN,
    /** The window does not show what the caller saw there. [window] */
    STATE_CHANGED,
    /** The ticket is not in a state for this. [ticket, status] */
    WRONG_STATE,
    /** The ticket is at another window or at none. [ticket, window] */
    NOT_AT_WINDOW,
    /** The window does not serve the ticket's category. [window, category] */
    WRONG_CATEGORY,
    /** It is in this category already. [ticket, category] */
    SAME_CATEGORY,
    /** All numbers of the category are used for today. [category] */
    NUMBERS_EXHAUSTED,
    /** The number belongs to another ticket already. [ticket] */
    NUMBER_USED,
    /** The number is not one of the block. [ticket] */
    NOT_IN_BLOCK,
    /** The block is of an epoch that this hall has not reached. [epoch] */
    EPOCH_AHEAD,

    // Bookings.

    /** The hall knows no such booking. */
    BOOKING_UNKNOWN,
    /** It was used for a ticket. [ticket, where it is today's] */
    BOOKING_USED,
    /** It may not be used yet. [from] */
    BOOKING_EARLY,
    /** Its time is over. [to] */
    BOOKING_LATE,

    // Evaluation.

    /** The ticket is not finished, or nothing was offered. [ticket] */
    EVALUATION_NOT_OFFERED,
    /** Its time is over. [ticket] */
    EVALUATION_EXPIRED,
    /** It was given already. [ticket] */
    EVALUATION_DONE,
    /** Not the token of the newest offer. */
    WRONG_TOKEN,

    // Configuration.

    /** Based on a version that is not the newest. [version] */
    CONFIG_STALE,
    /** It breaks a rule of the configuration. [field, why] */
    CONFIG_INVALID,
    /** People wait in, or hold numbers of, what the configuration would take away. [field] */
    IN_USE,

    // The hall's own trouble.

    /** The journal cannot be written; nothing that must last is accepted. */
    DEGRADED,
    /** An unexpected failure; the request took no effect. */
    INTERNAL
}
