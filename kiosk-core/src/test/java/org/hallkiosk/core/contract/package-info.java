/** The contract (docs/contract), for tests that hold messages against it. */
@NullMarked
package org.hallkiosk.core.contract;

import org.jspecify.annotations.NullMarked;
