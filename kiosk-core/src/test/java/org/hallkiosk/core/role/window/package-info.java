/** Windows, evaluators and their screens, against a simulated clock. */
@NullMarked
package org.hallkiosk.core.role.window;

import org.jspecify.annotations.NullMarked;
