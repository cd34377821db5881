/**
 * The pads' side of the FF 68 wire: several call pads and evaluators on one line, whose displays
 * can be read and whose keys can be pressed, with faults on command. Written from
 * evaluator-and-callpad.md alone; nothing of the driver's codec is used here, so that an error in
 * one of them is not repeated in the other.
 */
@NullMarked
package org.hallkiosk.hal.emulator.ff68;

import org.jspecify.annotations.NullMarked;
