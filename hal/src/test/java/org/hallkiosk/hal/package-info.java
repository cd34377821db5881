/** What holds for hal as a whole. */
@NullMarked
package org.hallkiosk.hal;

import org.jspecify.annotations.NullMarked;
