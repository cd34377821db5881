/** What roles need from the outside and offer to it, as interfaces. */
@NullMarked
package org.hallkiosk.core.port;

import org.jspecify.annotations.NullMarked;
