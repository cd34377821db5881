/**
 * The center: collects what every hall reports, holds the anchor of each hall's chain of events,
 * and shows tickets, waits and evaluations per hall (EVENTS.md 7, OUTSIDE.md "The center's
 * broker").
 */
@NullMarked
package org.hallkiosk.provisioning.center;

import org.jspecify.annotations.NullMarked;
