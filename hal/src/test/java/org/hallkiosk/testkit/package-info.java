/** Guards that every test of the project runs under. */
@NullMarked
package org.hallkiosk.testkit;

import org.jspecify.annotations.NullMarked;
