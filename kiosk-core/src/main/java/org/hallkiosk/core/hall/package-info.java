/**
 * The hall coordinator: everything that the hall's queue needs around the engine. It decides,
 * journals, answers, announces, opens evaluations and days, and sends the journal to the center.
 */
@NullMarked
package org.hallkiosk.core.hall;

import org.jspecify.annotations.NullMarked;
