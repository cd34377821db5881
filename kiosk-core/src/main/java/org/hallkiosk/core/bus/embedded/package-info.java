/** The embedded broker: HiveMQ CE in memory. Loaded only where the hall role or the demo runs. */
@NullMarked
package org.hallkiosk.core.bus.embedded;

import org.jspecify.annotations.NullMarked;
