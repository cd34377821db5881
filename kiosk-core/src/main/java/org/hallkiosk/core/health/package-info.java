/** What is wrong, and what to do about it: its faults and the health of one device. */
@NullMarked
package org.hallkiosk.core.health;

import org.jspecify.annotations.NullMarked;
