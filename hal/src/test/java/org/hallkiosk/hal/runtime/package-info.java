/** Tests of the runtime, with a wire of their own that is no real device's: the slate. */
@NullMarked
package org.hallkiosk.hal.runtime;

import org.jspecify.annotations.NullMarked;
