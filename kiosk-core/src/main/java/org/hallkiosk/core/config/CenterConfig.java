package org.hallkiosk.core.config;

import java.nio.file.Path;
import java.time.ZoneId;

/**
 * The center's side, as its {@code center.yaml} describes it.
 *
 * @param center its name, which is its identity on the bus
 * @param zone the time zone that its pages show
 * @param data the directory for everything that it keeps; absolute
 * @param bus the way to the center's broker
 */
public record CenterConfig(String center, ZoneId zone, Path data, BusAccess bus, HttpConfig http) {

    /**
     * Reads and checks a file. Blocks for the reading of it; touches no network.
     *
     * @throws UnusableConfig when anything is wrong, naming all of it
     */
    public static CenterConfig read(Path file) throws UnusableConfig {
        return ConfigFile.read(
                file,
                root ->
                        new CenterConfig(
                                root.name("center"),
                                Parts.zone(root),
                                Parts.data(root),
                                Parts.bus(root.section("bus")),
                                Parts.http(root)));
    }
}
