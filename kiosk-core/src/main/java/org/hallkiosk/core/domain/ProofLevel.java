package org.hallkiosk.core.domain;

/**
 * What a dispenser says about a ticket's paper (TICKET.md, proof and queue). The first six rise.
 */
public enum ProofLevel implements Word {
    /** The bytes have left the dispenser. */
    SENT,
    /** The printer was well before and after. */
    ACCEPTED,
    /** The printer says that everything has been printed. */
    PRINTED,
    /** And cut. */
    CUT,
    /** And it lies at the mouth. */
    AT_MOUTH,
    /** And somebody has taken it. */
    TAKEN,
    /** It certainly did not come out whole. */
    FAILED,
    /** Nobody can vouch for it. */
    UNKNOWN;

    /** Whether paper that can be read is proved: printed or more. */
    public boolean provesPaper() {
        return compareTo(PRINTED) >= 0 && compareTo(TAKEN) <= 0;
    }
}
