/** Characters drawn with the fonts of this computer; the one place of the drivers that uses AWT. */
@NullMarked
package org.hallkiosk.hal.glyph;

import org.jspecify.annotations.NullMarked;
