/**
 * MQTT 5: the client under our own supervision, topics, permissions, requests. The only place with
 * an MQTT client library.
 */
@NullMarked
package org.hallkiosk.core.bus;

import org.jspecify.annotations.NullMarked;
