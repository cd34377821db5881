package org.hallkiosk.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.domain.Word;
import org.jspecify.annotations.Nullable;

/**
 * How a device is, as everybody may see it ({@code device/{device}/status}).
 *
 * @param connection the number of the connection that says so; a smaller one is older news
 * @param since when it became so
 * @param version of the program
 * @param simulated whether any of its peripherals is an emulator
 * @param units its peripherals
 */
public record DeviceNotice(
        String device,
        List<String> roles,
        State state,
        long connection,
        Instant since,
        String version,
        boolean simulated,
        List<FaultNotice> faults,
        List<UnitNotice> units) {

    public DeviceNotice {
        roles = List.copyOf(roles);
        faults = List.copyOf(faults);
        units = List.copyOf(units);
    }

    /** How a device is, as a whole. */
    public enum State implements Word {
        ONLINE,
        DEGRADED,
        OFFLINE
    }

    /**
     * A fault in words that anybody can read.
     *
     * @param unit whose it is; null when it is the device's own
     * @param since when it was noticed; null when that is not said
     */
    public record FaultNotice(
            String code,
            String level,
            Map<String, String> args,
            String text,
            @Nullable String unit,
            @Nullable Instant since) {
        public FaultNotice {
            args = Map.copyOf(args);
        }
    }

    /**
     * A peripheral, with each axis on its own (ARCHITECTURE.md, {@code hal.api}).
     *
     * @param driver who drives it
     * @param simulated whether it is an emulator
     * @param window the window that it serves; null when it serves none
     */
    public record UnitNotice(
            String unit,
            String driver,
            boolean simulated,
            @Nullable Integer window,
            Axis connection,
            Axis operation,
            Axis supply,
            Axis media) {}

    /**
     * One axis of a status.
     *
     * @param value the word, such as {@code ready}; {@code unknown} is not {@code not-supported}
     * @param at when the peripheral last said so, or when it became unknown
     */
    public record Axis(String value, Instant at) {}
}
