/** The contract of the journals, and what they do when the disk fails or the power is cut. */
@NullMarked
package org.hallkiosk.core.journal;

import org.jspecify.annotations.NullMarked;
