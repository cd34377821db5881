/** The emulated Onbon panels, held against the same frames as the codec. */
@NullMarked
package org.hallkiosk.hal.emulator.onbon;

import org.jspecify.annotations.NullMarked;
