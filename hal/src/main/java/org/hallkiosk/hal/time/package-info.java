/**
 * The clock and the turn-taking that every room runs on: {@link org.hallkiosk.hal.time.Strand}.
 *
 * <p>Knows the JDK alone; every room may use it (docs/adr).
 */
@NullMarked
package org.hallkiosk.hal.time;

import org.jspecify.annotations.NullMarked;
