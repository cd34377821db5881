/**
 * Speech by speech-dispatcher (speech.md §1), by espeak-ng's own program when the service is gone,
 * and by a chime when no voice is to be had.
 */
@NullMarked
package org.hallkiosk.hal.driver.ssip;

import org.jspecify.annotations.NullMarked;
