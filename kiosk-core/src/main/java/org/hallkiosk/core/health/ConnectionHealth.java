package org.hallkiosk.core.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to a broker tells about the health of the device that has it: one part of its
 * {@link DeviceHealth}. A fault keeps the time at which it was first noticed, however many attempts
 * fail. On the device's strand.
 */
public final class ConnectionHealth {

    private final String part;
    private final CoreFault unreachable;
    private final DeviceHealth health;
    private final Strand strand;
    private @Nullable String lost;
    private @Nullable CoreFault refused;

    /**
     * @param part the connection's name among the device's parts
     * @param unreachable the fault while there is no connection; its argument is {@code why}
     */
    public ConnectionHealth(
            String part, CoreFault unreachable, DeviceHealth health, Strand strand) {
        this.part = part;
        this.unreachable = unreachable;
        this.health = health;
        this.strand = strand;
    }

    /** To be called from {@link Bus.Handler#connected}: all is well. */
    public void connected() {
        lost = null;
        refused = null;
        report();
    }

    /** To be called from {@link Bus.Handler#disconnected}. */
    public void disconnected(String why) {
        lost = why;
        report();
    }

    /** To be called from {@link Bus.Handler#alarmed}; holds until a connection is there. */
    public void alarmed(Bus.Alarm alarm) {
        refused =
                switch (alarm) {
                    case NOT_AUTHORIZED -> CoreFault.IDENTITY_REFUSED;
                    case DUPLICATE_IDENTITY -> CoreFault.IDENTITY_TWICE;
                    case UNTRUSTED -> CoreFault.BROKER_UNTRUSTED;
                };
        report();
    }

    private void report() {
        Map<CoreFault, Map<String, String>> wrong = new LinkedHashMap<>();
        if (refused != null) {
            wrong.put(refused, Map.of());
        }
        if (lost != null) {
            wrong.put(unreachable, Map.of("why", lost));
        }
        health.report(part, wrong, strand.now());
    }
}
