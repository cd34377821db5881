/** A hall and its devices together, on an in-memory broker and journal under simulated time. */
@NullMarked
package org.hallkiosk.core.hall;

import org.jspecify.annotations.NullMarked;
