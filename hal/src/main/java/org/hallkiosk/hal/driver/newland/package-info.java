/** Serial and USB-CDC code scanners with the Newland (新大陆) command set (scanner.md §2). */
@NullMarked
package org.hallkiosk.hal.driver.newland;

import org.jspecify.annotations.NullMarked;
