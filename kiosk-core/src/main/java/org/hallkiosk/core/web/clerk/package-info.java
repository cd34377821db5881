/** The page of a clerk (窗口人员): calling, serving, pausing at one window. */
@NullMarked
package org.hallkiosk.core.web.clerk;

import org.jspecify.annotations.NullMarked;
