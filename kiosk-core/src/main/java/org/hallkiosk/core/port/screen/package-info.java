/**
 * What a screen shows and what it says back: one immutable record per screen, latest wins, and
 * actions for its role (ARCHITECTURE.md decision 9). Whoever paints them is found by {@code
 * ServiceLoader}; kiosk-core runs as well without.
 */
@NullMarked
package org.hallkiosk.core.port.screen;

import org.jspecify.annotations.NullMarked;
