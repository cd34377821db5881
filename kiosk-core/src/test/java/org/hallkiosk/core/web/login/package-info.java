/** Tests of the logins. */
@NullMarked
package org.hallkiosk.core.web.login;

import org.jspecify.annotations.NullMarked;
