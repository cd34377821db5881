/** Tests of the web server over real sockets. */
@NullMarked
package org.hallkiosk.core.web;

import org.jspecify.annotations.NullMarked;
