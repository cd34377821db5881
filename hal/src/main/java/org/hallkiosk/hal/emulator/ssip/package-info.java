/**
 * The server's side of SSIP: what was said can be read, with faults on command. Written from
 * speech.md §1 and §3 alone; nothing of the driver's codec is used here.
 */
@NullMarked
package org.hallkiosk.hal.emulator.ssip;

import org.jspecify.annotations.NullMarked;
