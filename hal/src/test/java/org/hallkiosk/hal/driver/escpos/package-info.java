@NullMarked
package org.hallkiosk.hal.driver.escpos;

import org.jspecify.annotations.NullMarked;
