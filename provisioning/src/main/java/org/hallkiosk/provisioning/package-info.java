/** The center's side, and the demo: a whole hall in one process. */
@NullMarked
package org.hallkiosk.provisioning;

import org.jspecify.annotations.NullMarked;
