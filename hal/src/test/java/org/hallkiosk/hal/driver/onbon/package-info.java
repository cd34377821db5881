/** The Onbon driver against the emulated panels, through the runtime, in simulated time. */
@NullMarked
package org.hallkiosk.hal.driver.onbon;

import org.jspecify.annotations.NullMarked;
