/**
 * The FF 68 wire of call pads (呼叫器) with evaluators (评价器): bytes to messages and back
 * (evaluator-and-callpad.md §1).
 */
@NullMarked
package org.hallkiosk.hal.protocol.ff68;

import org.jspecify.annotations.NullMarked;
