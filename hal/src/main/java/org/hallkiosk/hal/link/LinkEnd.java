package org.hallkiosk.hal.link;

/**
 * Why a link ended.
 *
 * @param reason what kind of end it was
 * @param detail one sentence for a technician: what happened, where, and what to look at
 */
public record LinkEnd(Reason reason, String detail) {

    /** The kinds of end. */
    public enum Reason {
        /** Our own side closed it. */
        CLOSED_HERE,
        /** The other side closed it, or the device was unplugged. */
        CLOSED_THERE,
        /** There is nothing at that address: no such file, or nobody listens. */
        NOT_THERE,
        /** It is there, but this process may not use it, or somebody else holds it. */
        REFUSED,
        /** Reading or writing failed. */
        FAILED
    }
}
