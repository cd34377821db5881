/** Tests of the wiring and the commands. */
@NullMarked
package org.hallkiosk.core.boot;

import org.jspecify.annotations.NullMarked;
