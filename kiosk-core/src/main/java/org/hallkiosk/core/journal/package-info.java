/**
 * What must outlast a power cut: the hall's append-only journal with its outbox, and the small
 * journal of a device. Bytes in, bytes out: what an event means is not known here (EVENTS.md).
 */
@NullMarked
package org.hallkiosk.core.journal;

import org.jspecify.annotations.NullMarked;
