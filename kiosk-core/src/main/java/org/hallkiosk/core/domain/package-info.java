/**
 * The hall's queue as pure rules: {@link org.hallkiosk.core.domain.QueueEngine} decides what a
 * command does, {@link org.hallkiosk.core.domain.HallState} is what the events so far have made.
 *
 * <p>Knows the JDK alone. Nothing here reads a clock, a zone, a file or a configuration: what a
 * decision needs is in the state or in its {@link org.hallkiosk.core.domain.Context}.
 */
@NullMarked
package org.hallkiosk.core.domain;

import org.jspecify.annotations.NullMarked;
