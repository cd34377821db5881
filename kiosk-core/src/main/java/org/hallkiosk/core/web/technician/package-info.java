/** The page of a technician (技术员): devices, what is wrong with them, and tests of them. */
@NullMarked
package org.hallkiosk.core.web.technician;

import org.jspecify.annotations.NullMarked;
