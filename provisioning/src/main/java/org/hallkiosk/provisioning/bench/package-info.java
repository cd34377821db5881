/** The benchmarks behind {@code ./kiosk bench}: ratios of two things measured in one run. */
@NullMarked
package org.hallkiosk.provisioning.bench;

import org.jspecify.annotations.NullMarked;
