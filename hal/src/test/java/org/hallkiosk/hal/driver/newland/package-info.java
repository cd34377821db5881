@NullMarked
package org.hallkiosk.hal.driver.newland;

import org.jspecify.annotations.NullMarked;
