/**
 * Brings devices to life: finds their drivers, opens their links and opens them again, and lets the
 * units of one line take turns.
 */
@NullMarked
package org.hallkiosk.hal.runtime;

import org.jspecify.annotations.NullMarked;
