/** Tests of the adapters between devices and roles. */
@NullMarked
package org.hallkiosk.core.device;

import org.jspecify.annotations.NullMarked;
