/** The demonstration: a whole hall in one process, every peripheral an emulator at the wire. */
@NullMarked
package org.hallkiosk.provisioning.demo;

import org.jspecify.annotations.NullMarked;
