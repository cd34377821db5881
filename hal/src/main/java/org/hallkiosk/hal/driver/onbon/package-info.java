/** Window displays behind Onbon (仰邦) BX-5K and BX-6K panel cards, several on one line. */
@NullMarked
package org.hallkiosk.hal.driver.onbon;

import org.jspecify.annotations.NullMarked;
