/** What a driver is given and what it must offer. */
@NullMarked
package org.hallkiosk.hal.spi;

import org.jspecify.annotations.NullMarked;
