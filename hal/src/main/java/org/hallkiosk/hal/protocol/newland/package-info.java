/**
 * The Newland (新大陆) unified command set of code scanners (scanner.md §2): commands out, replies and
 * scanned data in. Pure, no I/O.
 */
@NullMarked
package org.hallkiosk.hal.protocol.newland;

import org.jspecify.annotations.NullMarked;
