/** Figures that every room counts and the web server shows in Prometheus text. */
@NullMarked
package org.hallkiosk.core.metrics;

import org.jspecify.annotations.NullMarked;
