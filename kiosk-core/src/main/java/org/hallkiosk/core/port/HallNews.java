package org.hallkiosk.core.port;

import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;

/** Hears what the hall says to everybody. Called on the device's strand; must not block. */
public interface HallNews {

    /** The hall's beat, or its last known queues when not live. */
    void queue(QueueView view, boolean live);

    /** A window's state. */
    void window(WindowView view);

    /** The hall's configuration. */
    void configured(HallConfig config);
}
