/** The dispenser and its screen, against a simulated clock. */
@NullMarked
package org.hallkiosk.core.role.dispenser;

import org.jspecify.annotations.NullMarked;
