/** Call pads (呼叫器) with evaluators (评价器) on an FF 68 line, several on one line. */
@NullMarked
package org.hallkiosk.hal.driver.ff68;

import org.jspecify.annotations.NullMarked;
