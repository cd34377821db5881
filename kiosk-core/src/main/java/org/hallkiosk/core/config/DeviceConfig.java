package org.hallkiosk.core.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One device, as its {@code device.yaml} describes it.
 *
 * @param device its name, which is its identity on the bus
 * @param hall the hall's name
 * @param zone the hall's time zone
 * @param data the directory for everything that it keeps; absolute
 * @param bus the way to the hall's broker, as this device
 * @param links addresses of links by name, as written
 * @param screens what citizens see and touch; empty on a device without a display
 * @param staffPictures the folder with pictures of the staff, for screens of windows; null when the
 *     device keeps none
 * @param setup what the role {@link Role#HALL} needs; not null exactly when it has that role
 */
public record DeviceConfig(
        String device,
        String hall,
        ZoneId zone,
        Path data,
        Set<Role> roles,
        BusAccess bus,
        Map<String, String> links,
        List<UnitConfig> units,
        List<ScreenConfig> screens,
        @Nullable Path staffPictures,
        HttpConfig http,
        @Nullable HallSetup setup) {

    public DeviceConfig {
        roles = Set.copyOf(roles);
        links = Map.copyOf(links);
        units = List.copyOf(units);
        screens = List.copyOf(screens);
    }

    /**
     * Reads and checks a file. Blocks for the reading of it; touches no device and no network.
     *
     * @throws UnusableConfig when anything is wrong, naming all of it
     */
    public static DeviceConfig read(Path file) throws UnusableConfig {
        return ConfigFile.read(file, DeviceReader::read);
    }
}
