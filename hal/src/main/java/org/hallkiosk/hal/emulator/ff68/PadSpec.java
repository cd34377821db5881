package org.hallkiosk.hal.emulator.ff68;

/**
 * An emulated pad with its evaluator.
 *
 * @param name what its view and messages call it
 * @param address on the line, 1 to 255
 * @param blanks whether 0A in the figures blanks a place; otherwise it leaves the place as it was.
 *     The sheet allows both (evaluator-and-callpad.md §1.3)
 */
public record PadSpec(String name, int address, boolean blanks) {

    public PadSpec {
        if (address < 1 || address > 255) {
            throw new IllegalArgumentException("An address is 1 to 255, not " + address);
        }
    }

    /** A pad that blanks. */
    public static PadSpec of(String name, int address) {
        return new PadSpec(name, address, true);
    }
}
