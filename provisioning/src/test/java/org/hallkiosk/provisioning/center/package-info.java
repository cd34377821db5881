/** Tests of the center on its real store, with simulated time and brokers wherever they do. */
@NullMarked
package org.hallkiosk.provisioning.center;

import org.jspecify.annotations.NullMarked;
