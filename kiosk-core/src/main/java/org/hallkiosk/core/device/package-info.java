/**
 * Adapters that let roles use the devices of the hardware abstraction layer through core's ports.
 */
@NullMarked
package org.hallkiosk.core.device;

import org.jspecify.annotations.NullMarked;
