/** Tests of the byte links. */
@NullMarked
package org.hallkiosk.hal.link;

import org.jspecify.annotations.NullMarked;
