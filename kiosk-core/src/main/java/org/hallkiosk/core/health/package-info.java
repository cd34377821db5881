/** What is wrong, and what to do about it: the fault catalog and the health of one device. */
@NullMarked
package org.hallkiosk.core.health;

import org.jspecify.annotations.NullMarked;
