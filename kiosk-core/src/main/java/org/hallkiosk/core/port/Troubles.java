package org.hallkiosk.core.port;

/**
 * Makes the emulators behind a device's units misbehave, and presses their keys (ARCHITECTURE.md
 * decision 2: simulation is an explicit choice). Called on the device's strand; does not block.
 */
public interface Troubles {

    /** Nothing is simulated. */
    Troubles NONE =
            new Troubles() {
                @Override
                public boolean begin(String unit, String fault) {
                    return false;
                }

                @Override
                public boolean press(String unit, String key) {
                    return false;
                }
            };

    /**
     * Begins or ends a trouble.
     *
     * @param unit the unit's id
     * @param fault the emulator's word, or {@code none} to end all
     * @return false when the unit is real or does not know the word
     */
    boolean begin(String unit, String fault);

    /**
     * Presses a key.
     *
     * @param unit the unit's id
     * @param key the emulator's word, for example {@code next} or {@code level-5}
     * @return false when the unit is real or has no such key
     */
    boolean press(String unit, String key);

    /**
     * Holds a code before an emulated scanner.
     *
     * @param unit the unit's id
     * @return false when the unit is no emulated scanner
     */
    default boolean scan(String unit, String code) {
        return false;
    }
}
