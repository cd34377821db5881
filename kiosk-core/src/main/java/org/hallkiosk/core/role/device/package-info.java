/** What every device does, whatever its roles: commands of the hall, configuration, status. */
@NullMarked
package org.hallkiosk.core.role.device;

import org.jspecify.annotations.NullMarked;
