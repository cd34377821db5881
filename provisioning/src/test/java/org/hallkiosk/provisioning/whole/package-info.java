/** The whole product as separate operating system processes, used, killed and started again. */
@NullMarked
package org.hallkiosk.provisioning.whole;

import org.jspecify.annotations.NullMarked;
