/**
 * What every device must do, whatever drives it: one abstract test for each role, which the test of
 * each driver extends.
 */
@NullMarked
package org.hallkiosk.hal.contract;

import org.jspecify.annotations.NullMarked;
