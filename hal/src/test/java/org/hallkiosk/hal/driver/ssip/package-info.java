@NullMarked
package org.hallkiosk.hal.driver.ssip;

import org.jspecify.annotations.NullMarked;
