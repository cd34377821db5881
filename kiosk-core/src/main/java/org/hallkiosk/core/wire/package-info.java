/**
 * The JSON of the hall's contract, all of it in one place (docs/adr/0004-one-place-for-json.md):
 * events, requests, answers, the retained states and the snapshot.
 *
 * <p>The codecs are immutable and may be used from any thread. Bytes from outside are never
 * trusted: whatever is wrong with them comes back as a value, {@link
 * org.hallkiosk.core.wire.Decoded.Bad} or a refusal, and never as an exception.
 */
@NullMarked
package org.hallkiosk.core.wire;

import org.jspecify.annotations.NullMarked;
