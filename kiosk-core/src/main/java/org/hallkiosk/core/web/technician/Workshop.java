package org.hallkiosk.core.web.technician;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be looked at and done only where a device's own process is: its wire, and the emulators
 * behind it. Called from any thread; nothing blocks.
 */
public interface Workshop {

    /** A process without a device. */
    Workshop EMPTY =
            new Workshop() {
                @Override
                public Optional<List<Frame>> wire(String device, String unit, int most) {
                    return Optional.empty();
                }

                @Override
                public List<Emulator> emulators() {
                    return List.of();
                }
            };

    /**
     * The last of what went over a unit's wire, oldest first. What citizens show to a reader is
     * masked.
     *
     * @return empty when the device is not run by this process, or has no such unit
     */
    Optional<List<Frame>> wire(String device, String unit, int most);

    /** The emulators whose troubles can be begun here. */
    List<Emulator> emulators();

    /**
     * One piece of a wire's traffic.
     *
     * @param direction {@code out}, {@code in} or {@code note}
     * @param data bytes in hexadecimal, or a sentence
     */
    record Frame(Instant at, String direction, String data) {}

    /**
     * An emulated unit.
     *
     * @param faults the words that {@code emulator.fault} knows for it, but {@code none}
     */
    record Emulator(String device, String unit, List<String> faults) {
        public Emulator {
            faults = List.copyOf(faults);
        }
    }
}
