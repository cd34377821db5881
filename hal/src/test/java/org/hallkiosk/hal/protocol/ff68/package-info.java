/** The FF 68 codec, held against frames in a file. */
@NullMarked
package org.hallkiosk.hal.protocol.ff68;

import org.jspecify.annotations.NullMarked;
