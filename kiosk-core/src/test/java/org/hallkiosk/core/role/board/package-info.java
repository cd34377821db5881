/** The board, against a simulated clock. */
@NullMarked
package org.hallkiosk.core.role.board;

import org.jspecify.annotations.NullMarked;
