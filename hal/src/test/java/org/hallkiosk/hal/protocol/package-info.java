/** What the tests of all wires' codecs share. */
@NullMarked
package org.hallkiosk.hal.protocol;

import org.jspecify.annotations.NullMarked;
