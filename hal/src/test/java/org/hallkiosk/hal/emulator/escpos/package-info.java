@NullMarked
package org.hallkiosk.hal.emulator.escpos;

import org.jspecify.annotations.NullMarked;
