/** The driver of ESC/POS ticket printers, in all the dialects of printer-escpos.md. */
@NullMarked
package org.hallkiosk.hal.driver.escpos;

import org.jspecify.annotations.NullMarked;
