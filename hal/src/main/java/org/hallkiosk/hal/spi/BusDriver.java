package org.hallkiosk.hal.spi;

import org.hallkiosk.hal.api.Device;

/**
 * A driver whose devices share a line, each with an address. Among its {@link #options} is {@code
 * address}, the unit's address on the line in decimal, with which the device attaches.
 */
public non-sealed interface BusDriver extends DriverProvider {

    /** How frames are told apart on the line. */
    BusDialect dialect();

    /**
     * Makes a device that speaks through the arbiter of its line. It opens nothing yet.
     *
     * @throws IllegalArgumentException when an option is unusable; the message says which and why
     */
    Device create(DriverContext context, BusPort port);
}
