@NullMarked
package org.hallkiosk.hal.protocol.newland;

import org.jspecify.annotations.NullMarked;
