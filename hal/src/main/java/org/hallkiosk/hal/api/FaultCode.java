package org.hallkiosk.hal.api;

/**
 * A kind of fault. Each room's enum implements it; the sentences for staff and for the technician
 * and what to do stand in the room's resource bundle, in Chinese and English.
 */
public interface FaultCode {

    /**
     * The stable name, for example {@code printer.paper-out}. A code is never used for another
     * meaning.
     */
    String code();

    /** How bad it is. */
    FaultLevel level();

    /**
     * The base name of the resource bundle with the keys {@code <code>.staff}, {@code
     * <code>.technician} and {@code <code>.action}: {@code faults}, beside the enum.
     */
    default String bundle() {
        return getClass().getPackageName() + ".faults";
    }
}
