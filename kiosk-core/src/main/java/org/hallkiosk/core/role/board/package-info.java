/** The hall's board (综合显示屏). */
@NullMarked
package org.hallkiosk.core.role.board;

import org.jspecify.annotations.NullMarked;
