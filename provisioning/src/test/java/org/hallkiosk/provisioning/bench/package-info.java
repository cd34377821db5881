/** What of the benchmarks does not depend on the computer: figures and their table. */
@NullMarked
package org.hallkiosk.provisioning.bench;

import org.jspecify.annotations.NullMarked;
