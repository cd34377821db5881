/** The FF 68 driver against the emulated pads, through the runtime, in simulated time. */
@NullMarked
package org.hallkiosk.hal.driver.ff68;

import org.jspecify.annotations.NullMarked;
