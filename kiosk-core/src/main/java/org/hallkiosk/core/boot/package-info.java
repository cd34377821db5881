/**
 * The start of the process: the command line, and the wiring of a device, in plain Java. The only
 * place that exits.
 */
@NullMarked
package org.hallkiosk.core.boot;

import org.jspecify.annotations.NullMarked;
