package org.hallkiosk.hal.spi;

import java.util.Set;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.time.Strand;

/** What the device of every driver has: a name, a strand to live on, and a status. */
public abstract class AbstractDevice implements Device {

    /** Where it lives. */
    protected final Strand strand;

    /** Its status, for the driver to change. */
    protected final StatusKeeper keeper;

    private final String id;

    /** Its status begins with everything unknown. */
    protected AbstractDevice(String id, Strand strand) {
        this.id = id;
        this.strand = strand;
        this.keeper = new StatusKeeper(strand);
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final DeviceStatus status() {
        return keeper.status();
    }

    /** The minimum of its role, unless the driver says more. */
    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public final void onStatus(Consumer<DeviceStatus> listener) {
        keeper.onStatus(listener);
    }
}
