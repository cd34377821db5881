/** What citizens see and touch: screens in Swing, which show the records that roles publish. */
@NullMarked
package org.hallkiosk.ui;

import org.jspecify.annotations.NullMarked;
