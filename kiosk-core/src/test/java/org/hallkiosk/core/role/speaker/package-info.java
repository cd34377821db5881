@NullMarked
package org.hallkiosk.core.role.speaker;

import org.jspecify.annotations.NullMarked;
