/** Tests of what drivers are given. */
@NullMarked
package org.hallkiosk.hal.spi;

import org.jspecify.annotations.NullMarked;
