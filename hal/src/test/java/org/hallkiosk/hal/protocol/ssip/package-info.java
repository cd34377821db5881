@NullMarked
package org.hallkiosk.hal.protocol.ssip;

import org.jspecify.annotations.NullMarked;
