package org.hallkiosk.hal.spi;

import org.hallkiosk.hal.api.Device;

/** A driver whose device has a link to itself. */
public non-sealed interface ExclusiveDriver extends DriverProvider {

    /**
     * Makes a device that speaks through the port. It opens nothing yet.
     *
     * @throws IllegalArgumentException when an option is unusable; the message says which and why
     */
    Device create(DriverContext context, Port port);
}
