/**
 * The ESC/POS wire of ticket printers: documents to bytes, and the printer's bytes to replies.
 * Pure; no I/O and no clock. Source: printer-escpos.md.
 */
@NullMarked
package org.hallkiosk.hal.protocol.escpos;

import org.jspecify.annotations.NullMarked;
