package org.hallkiosk.core.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One peripheral (外设).
 *
 * @param id its name, unique on this device
 * @param driver the name of its driver, for example {@code escpos}
 * @param link the name of its link in {@link DeviceConfig#links}
 * @param address its address on a bus, as its driver writes it; null on a link of its own
 * @param options as its driver knows them
 * @param window the window that it serves; null when it serves none
 * @param place the place that it serves, for example {@code entrance}; null when it serves none
 * @param simulated whether an emulator stands at its wire; shown on the screen and in every report
 */
public record UnitConfig(
        String id,
        String driver,
        String link,
        @Nullable String address,
        Map<String, String> options,
        @Nullable Integer window,
        @Nullable String place,
        boolean simulated) {
    public UnitConfig {
        options = Map.copyOf(options);
    }
}
