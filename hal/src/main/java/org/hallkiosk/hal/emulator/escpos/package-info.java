/**
 * An ESC/POS ticket printer without the metal: the device's side of the wire, written from
 * printer-escpos.md alone and sharing no code with the driver. What it prints can be read and
 * looked at; {@code java.desktop} is used only when somebody asks for the picture.
 */
@NullMarked
package org.hallkiosk.hal.emulator.escpos;

import org.jspecify.annotations.NullMarked;
