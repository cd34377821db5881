@NullMarked
package org.hallkiosk.hal.glyph;

import org.jspecify.annotations.NullMarked;
