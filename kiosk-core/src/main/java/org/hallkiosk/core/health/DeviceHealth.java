package org.hallkiosk.core.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.FaultLevel;

/** What is wrong with one device (设备), from all its parts. On the device's strand. */
public final class DeviceHealth {

    private final Map<String, List<Fault>> parts = new LinkedHashMap<>();
    private Runnable listener = () -> {};

    /** How a device is, as a whole. */
    public enum State {
        /** All well. */
        ONLINE,
        /** Something is wrong; what still works goes on. */
        DEGRADED
    }

    /** A part tells all that is wrong with it now; nothing when it is well. */
    public void report(String part, List<Fault> faults) {
        List<Fault> before =
                faults.isEmpty() ? parts.remove(part) : parts.put(part, List.copyOf(faults));
        if (!faults.equals(before == null ? List.of() : before)) {
            listener.run();
        }
    }

    /**
     * The same from codes and their arguments: what was wrong before keeps the time at which it was
     * first noticed.
     */
    public void report(String part, Map<CoreFault, Map<String, String>> wrong, Instant now) {
        Map<FaultCode, Instant> before = new HashMap<>();
        parts.getOrDefault(part, List.of()).forEach(f -> before.put(f.code(), f.since()));
        List<Fault> faults = new ArrayList<>();
        wrong.forEach(
                (code, args) -> faults.add(new Fault(code, args, before.getOrDefault(code, now))));
        report(part, faults);
    }

    /** All that is wrong, part by part. */
    public List<Fault> faults() {
        return parts.values().stream().flatMap(List::stream).toList();
    }

    /** The same by the part that told it; the order is that of the telling. */
    public Map<String, List<Fault>> byPart() {
        return Collections.unmodifiableMap(parts);
    }

    /** How the device is: a notice alone does not degrade it. */
    public State state() {
        return faults().stream().allMatch(f -> f.code().level() == FaultLevel.NOTICE)
                ? State.ONLINE
                : State.DEGRADED;
    }

    /** Told of each change. Replaces the listener of before. */
    public void onChange(Runnable newListener) {
        listener = newListener;
    }
}
