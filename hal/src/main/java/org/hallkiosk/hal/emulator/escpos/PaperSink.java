package org.hallkiosk.hal.emulator.escpos;

/** Where printed paper falls. */
@FunctionalInterface
public interface PaperSink {

    /** Told of each piece of paper as it leaves the printer, on the emulator's strand. */
    void fell(Paper paper);
}
