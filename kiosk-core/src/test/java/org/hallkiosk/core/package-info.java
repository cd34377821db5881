/** What holds for kiosk-core as a whole. */
@NullMarked
package org.hallkiosk.core;

import org.jspecify.annotations.NullMarked;
