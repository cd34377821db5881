package org.hallkiosk.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.domain.Word;

/**
 * How a device is, as everybody may see it ({@code device/{device}/status}).
 *
 * @param connection the number of the connection that says so; a smaller one is older news
 * @param since when it became so
 * @param version of the program
 * @param simulated whether any of its peripherals is an emulator
 */
public record DeviceNotice(
        String device,
        List<String> roles,
        State state,
        long connection,
        Instant since,
        String version,
        boolean simulated,
        List<FaultNotice> faults) {

    public DeviceNotice {
        roles = List.copyOf(roles);
        faults = List.copyOf(faults);
    }

    /** How a device is, as a whole. */
    public enum State implements Word {
        ONLINE,
        DEGRADED,
        OFFLINE
    }

    /** A fault in words that anybody can read. */
    public record FaultNotice(String code, String level, Map<String, String> args, String text) {
        public FaultNotice {
            args = Map.copyOf(args);
        }
    }
}
