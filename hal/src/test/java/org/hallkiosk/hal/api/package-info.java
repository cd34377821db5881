/** Tests of what all devices share. */
@NullMarked
package org.hallkiosk.hal.api;

import org.jspecify.annotations.NullMarked;
