/** What the emulators of all wires have in common: their side of a link. */
@NullMarked
package org.hallkiosk.hal.emulator;

import org.jspecify.annotations.NullMarked;
