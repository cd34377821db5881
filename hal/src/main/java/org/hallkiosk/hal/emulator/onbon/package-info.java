/**
 * The card's side of the Onbon wire: panels that can be read, with faults on command. Written from
 * led-display.md alone; nothing of the driver's codec is used here, so that an error in one of them
 * is not repeated in the other. {@link org.hallkiosk.hal.emulator.onbon.PanelPicture} needs
 * java.desktop and is loaded only when a picture is wanted.
 */
@NullMarked
package org.hallkiosk.hal.emulator.onbon;

import org.jspecify.annotations.NullMarked;
