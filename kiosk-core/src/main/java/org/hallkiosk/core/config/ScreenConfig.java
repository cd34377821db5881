package org.hallkiosk.core.config;

import org.hallkiosk.core.port.screen.Screens;
import org.jspecify.annotations.Nullable;

/**
 * One screen of a device.
 *
 * @param shows what it shows
 * @param window the window that it serves; null exactly when it shows a dispenser or a board
 * @param placement where it stands
 */
public record ScreenConfig(Shows shows, @Nullable Integer window, Screens.Placement placement) {

    /** What a screen can show. */
    public enum Shows {
        /**
         * The touch screen of a ticket dispenser; the device has the role {@link Role#DISPENSER}.
         */
        DISPENSER,
        /** The bar above a window; {@link Role#WINDOW}. */
        WINDOW,
        /** The touch screen of a window's evaluator; {@link Role#WINDOW}. */
        EVALUATOR,
        /** The hall's board; {@link Role#BOARD}. */
        BOARD;

        /** The role without which a device has no such screen. */
        public Role role() {
            return switch (this) {
                case DISPENSER -> Role.DISPENSER;
                case WINDOW, EVALUATOR -> Role.WINDOW;
                case BOARD -> Role.BOARD;
            };
        }
    }
}
