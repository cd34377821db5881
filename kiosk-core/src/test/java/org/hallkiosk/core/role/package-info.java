/** What roles share. */
@NullMarked
package org.hallkiosk.core.role;

import org.jspecify.annotations.NullMarked;
