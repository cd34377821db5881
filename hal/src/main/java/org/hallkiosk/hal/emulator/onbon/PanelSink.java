package org.hallkiosk.hal.emulator.onbon;

/** Is told what a panel shows, each time that changes. */
public interface PanelSink {

    /** A sink for nobody. */
    PanelSink NONE = view -> {};

    /** Called on the emulator's strand; must not block. */
    void changed(PanelView view);
}
