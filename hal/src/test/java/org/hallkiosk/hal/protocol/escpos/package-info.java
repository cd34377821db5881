@NullMarked
package org.hallkiosk.hal.protocol.escpos;

import org.jspecify.annotations.NullMarked;
