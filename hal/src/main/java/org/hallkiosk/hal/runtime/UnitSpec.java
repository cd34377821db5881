package org.hallkiosk.hal.runtime;

import java.util.Map;

/**
 * A peripheral as the configuration describes it.
 *
 * @param id its name, unique on this computer
 * @param driver the name of its driver
 * @param link the name of its link
 * @param options what is set differently from the driver's defaults; on a bus also {@code address}
 * @param simulated whether an emulator stands at the other end of the link; the configuration says
 *     so, nothing finds it out
 */
public record UnitSpec(
        String id, String driver, String link, Map<String, String> options, boolean simulated) {
    public UnitSpec {
        options = Map.copyOf(options);
    }
}
