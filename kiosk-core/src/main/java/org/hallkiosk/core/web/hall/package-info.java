/** The hall's pages and its HTTP API. */
@NullMarked
package org.hallkiosk.core.web.hall;

import org.jspecify.annotations.NullMarked;
