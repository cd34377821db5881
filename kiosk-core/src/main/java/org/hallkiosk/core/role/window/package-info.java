/** The window device (窗口): what stands above the counter, and the evaluator on it. */
@NullMarked
package org.hallkiosk.core.role.window;

import org.jspecify.annotations.NullMarked;
