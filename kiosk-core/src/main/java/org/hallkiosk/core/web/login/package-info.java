/** Who may use the pages: accounts, logins, sessions, and the guard in front of handlers. */
@NullMarked
package org.hallkiosk.core.web.login;

import org.jspecify.annotations.NullMarked;
