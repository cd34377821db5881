package org.hallkiosk.core.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The center's side, as its {@code center.yaml} describes it.
 *
 * @param center its name, which is its identity on the bus
 * @param zone the time zone that its pages show
 * @param data the directory for everything that it keeps; absolute
 * @param bus the way to the center's broker
 * @param keepDays how many days it keeps what the halls sent, at least; 184 to 36 500; empty = for
 *     ever
 */
public record CenterConfig(
        String center,
        ZoneId zone,
        Path data,
        BusAccess bus,
        HttpConfig http,
        Optional<Integer> keepDays) {

    /** Six months at their longest: audit is kept at least so long (EVENTS.md 9). */
    private static final int LEAST_KEPT = 184;

    private static final int MOST_KEPT = 36_500;

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
                                Parts.http(root),
                                root.optionalSection("retention").map(CenterConfig::days)));
    }

    private static int days(Section retention) {
        int days = retention.integer("days", LEAST_KEPT, MOST_KEPT, null);
        retention.refuseUnknownKeys();
        return days;
    }
}
