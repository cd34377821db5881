/**
 * The scanner's side of the Newland wire: it is shown codes and steered, with faults on command.
 * Written from scanner.md §2 and §9 alone; nothing of the driver's codec is used here.
 */
@NullMarked
package org.hallkiosk.hal.emulator.newland;

import org.jspecify.annotations.NullMarked;
