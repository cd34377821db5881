package org.hallkiosk.hal.link;

/**
 * Why a link ended, or was never opened.
 *
 * @param reason what kind of end it was; for each there are sentences in the catalog of faults
 * @param address which link
 * @param detail what happened, in English and as the system said it, for traces and logs; never
 *     shown as a fault's sentence
 */
public record LinkEnd(Reason reason, LinkAddress address, String detail) {

    /** The kinds of end. */
    public enum Reason {
        /** There is nothing at that address: no such node, no device plugged in. */
        NOT_THERE,
        /** It is there, but this process has no right to it. */
        FORBIDDEN,
        /** It is there, but another program or another link of this process holds it. */
        HELD,
        /** It is there, but is no port of this kind, or cannot have this speed and format. */
        UNSUITABLE,
        /** Nobody knows the name of the host. */
        HOST_UNKNOWN,
        /** No way leads to the host, or it does not answer. */
        UNREACHABLE,
        /**
         * The host, or this computer, is there, and no program takes connections at the address.
         */
        NOBODY_LISTENS,
        /** This computer cannot wait for a peer there: the port is taken or not to be had. */
        CANNOT_LISTEN,
        /** The system reported another error while it opened, read or wrote. */
        FAILED,
        /** The other side closed it, or the device was unplugged. */
        CLOSED_THERE,
        /** The other side takes no more bytes. */
        STALLED,
        /** Our driver gave it up: what must be answered was not. */
        UNANSWERED,
        /** Our driver gave it up: the other side refuses what it must be told first. */
        COMMANDS_REFUSED,
        /** Our own side closed it. */
        CLOSED_HERE
    }
}
