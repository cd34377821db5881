/**
 * The web server that pages and APIs of all rooms stand on. The only place with Javalin and with
 * the page templates' engine; other rooms see {@link org.hallkiosk.core.web.WebModule}, {@link
 * org.hallkiosk.core.web.Routes}, {@link org.hallkiosk.core.web.Request} and {@link
 * org.hallkiosk.core.web.Response}.
 */
@NullMarked
package org.hallkiosk.core.web;

import org.jspecify.annotations.NullMarked;
