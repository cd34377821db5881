package org.hallkiosk.hal.emulator.ff68;

/** Is told what a pad shows, each time that changes. */
public interface PadSink {

    /** A sink for nobody. */
    PadSink NONE = view -> {};

    /** Called on the emulator's strand; must not block. */
    void changed(PadView view);
}
