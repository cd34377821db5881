/**
 * The wire of Onbon (仰邦) BX-5K and BX-6K panel cards with a font library: bytes to messages and
 * back, no I/O. Every constant comes from led-display.md §1 unless it says otherwise.
 */
@NullMarked
package org.hallkiosk.hal.protocol.onbon;

import org.jspecify.annotations.NullMarked;
