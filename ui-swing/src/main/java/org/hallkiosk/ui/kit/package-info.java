/** The parts that every screen is made of: one palette, one type scale, text, buttons, symbols. */
@NullMarked
package org.hallkiosk.ui.kit;

import org.jspecify.annotations.NullMarked;
