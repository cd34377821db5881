/**
 * The ticket dispenser (排队取号机): how a touch becomes a ticket in the hand, with the hall or without.
 */
@NullMarked
package org.hallkiosk.core.role.dispenser;

import org.jspecify.annotations.NullMarked;
