package org.hallkiosk.core.device;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.port.DeviceNotice.Axis;
import org.hallkiosk.core.port.DeviceNotice.UnitNotice;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.Reading;
import org.hallkiosk.hal.runtime.Devices;

/** How the peripherals of one device are, in the words of its status. From any thread. */
public final class UnitNotices {

    private final Devices devices;
    private final Map<String, UnitConfig> configs;

    /**
     * @param configs how the units are configured
     */
    public UnitNotices(Devices devices, List<UnitConfig> configs) {
        this.devices = devices;
        this.configs =
                configs.stream().collect(Collectors.toMap(UnitConfig::id, Function.identity()));
    }

    /** All of them, in their order. */
    public List<UnitNotice> now() {
        return devices.all().stream().map(this::notice).toList();
    }

    private UnitNotice notice(Devices.Unit unit) {
        UnitConfig config = configs.get(unit.spec().id());
        DeviceStatus status = unit.device().status();
        return new UnitNotice(
                unit.spec().id(),
                unit.spec().driver(),
                unit.spec().simulated(),
                config == null ? null : config.window(),
                axis(status.connection()),
                axis(status.operation()),
                axis(status.supply()),
                axis(status.media()));
    }

    private static Axis axis(Reading<? extends Enum<?>> reading) {
        return new Axis(
                reading.value().name().toLowerCase(Locale.ROOT).replace('_', '-'), reading.at());
    }
}
