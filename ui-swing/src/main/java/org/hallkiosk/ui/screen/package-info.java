/** The four screens, each a component that paints the record of its role and tells its touches. */
@NullMarked
package org.hallkiosk.ui.screen;

import org.jspecify.annotations.NullMarked;
