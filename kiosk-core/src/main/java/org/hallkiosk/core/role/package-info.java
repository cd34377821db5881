/** What several roles share: what a device knows of the hall. */
@NullMarked
package org.hallkiosk.core.role;

import org.jspecify.annotations.NullMarked;
