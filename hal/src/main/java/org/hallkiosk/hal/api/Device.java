package org.hallkiosk.hal.api;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A peripheral. It lives on one strand: every method but {@link #id}, {@link #status} and {@link
 * #capabilities} is called there, every callback comes there, and no method blocks.
 */
public interface Device {

    /** Its name in the configuration, unique on this computer. */
    String id();

    /** How it is; from any thread. */
    DeviceStatus status();

    /** What it can do beyond its role's minimum; fixed once created; from any thread. */
    Set<Capability> capabilities();

    /** Told of each new status. Replaces the listener of before. */
    void onStatus(Consumer<DeviceStatus> listener);

    /**
     * Begins to want a connection; the status tells how it goes. Attempts go on for as long as the
     * device is open. Without effect when it is open already.
     */
    void open();

    /**
     * Gives the link back; commands under way end as failed or unknown before this returns. Never
     * throws; without effect when it is closed already. The device may be opened again.
     */
    void close();
}
