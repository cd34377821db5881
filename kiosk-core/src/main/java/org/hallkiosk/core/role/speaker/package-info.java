/** The one owner of a speaker zone: lines are said one at a time, and shown. */
@NullMarked
package org.hallkiosk.core.role.speaker;

import org.jspecify.annotations.NullMarked;
