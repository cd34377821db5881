/** Tests of the parts that screens are made of. */
@NullMarked
package org.hallkiosk.ui.kit;

import org.jspecify.annotations.NullMarked;
