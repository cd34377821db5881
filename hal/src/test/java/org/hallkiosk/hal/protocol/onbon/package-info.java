/** The Onbon codec, held against frames in a file. */
@NullMarked
package org.hallkiosk.hal.protocol.onbon;

import org.jspecify.annotations.NullMarked;
