/** Byte links: how bytes reach a device, whatever they mean. */
@NullMarked
package org.hallkiosk.hal.link;

import org.jspecify.annotations.NullMarked;
