/** Every screen in every state, looked at by machine and, as pictures, by people. */
@NullMarked
package org.hallkiosk.ui.screen;

import org.jspecify.annotations.NullMarked;
