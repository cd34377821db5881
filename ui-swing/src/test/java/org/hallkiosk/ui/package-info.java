/** Screens on a real display, and the rules of the room. */
@NullMarked
package org.hallkiosk.ui;

import org.jspecify.annotations.NullMarked;
