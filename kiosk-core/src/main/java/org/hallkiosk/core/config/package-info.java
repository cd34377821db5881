/**
 * What technicians write: {@code device.yaml}, {@code center.yaml} and the hall's initial
 * configuration. Read and checked once at the start, then sealed: every record here is immutable.
 */
@NullMarked
package org.hallkiosk.core.config;

import org.jspecify.annotations.NullMarked;
