/**
 * What a device is, by the role it plays: the interfaces that the rest of the process drives.
 *
 * <p>No word of a vendor and no wire stands here.
 */
@NullMarked
package org.hallkiosk.hal.api;

import org.jspecify.annotations.NullMarked;
