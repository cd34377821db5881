package org.hallkiosk.core.port.screen;

import java.util.Optional;

/** What every screen's record has. */
public sealed interface ScreenView
        permits BoardView, DispenserView, EvaluatorView, WindowScreenView {

    /** What a technician has asked to see here; absent at all other times. */
    Optional<TechnicianPicture> technician();
}
