/**
 * SSIP, the line protocol of speech-dispatcher (speech.md §1; speech-dispatcher doc/ssip.texi):
 * commands out, replies and events in. Pure, no I/O.
 */
@NullMarked
package org.hallkiosk.hal.protocol.ssip;

import org.jspecify.annotations.NullMarked;
