/** Tests of strands and simulated time. */
@NullMarked
package org.hallkiosk.hal.time;

import org.jspecify.annotations.NullMarked;
