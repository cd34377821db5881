package org.hallkiosk.hal.api;

/** How far it is proved that a document came out, in rising order. */
public enum PrintProof {
    /** The bytes have left this computer. */
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
    TAKEN
}
