/** The emulated FF 68 pads, held against the same frames as the codec. */
@NullMarked
package org.hallkiosk.hal.emulator.ff68;

import org.jspecify.annotations.NullMarked;
